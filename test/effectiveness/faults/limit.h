// A risk control in small, to be broken in ways that have to be refused.
#ifndef VIGIL_TEST_EFFECTIVENESS_FAULTS_LIMIT_H_
#define VIGIL_TEST_EFFECTIVENESS_FAULTS_LIMIT_H_

namespace vigil {

// `rate` within 0 and 100.
int Limited(int rate);

}  // namespace vigil

#endif  // VIGIL_TEST_EFFECTIVENESS_FAULTS_LIMIT_H_
