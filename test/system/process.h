// A program under test, as a process of its own.
//
//   Process cloud = Process::Start({"cloud/service/vigil_cloud", "--listen=..."});
//   std::string address = cloud.ReadLine();   // of its standard output
//   cloud.Kill();                             // as by kill -9, and waits
//
// A process that is still there at the end of its object is killed. Failures of
// the system end the test program with a message.
#ifndef VIGIL_TEST_SYSTEM_PROCESS_H_
#define VIGIL_TEST_SYSTEM_PROCESS_H_

#include <sys/types.h>

#include <string>
#include <vector>

namespace vigil {

class Process {
 public:
  // The first argument is the path. Standard error stays that of the test.
  static Process Start(const std::vector<std::string>& arguments);

  Process() = default;
  Process(Process&& other) noexcept;
  Process& operator=(Process&& other) noexcept;
  ~Process();

  // Blocks until a line was written; without its end. Empty at the end.
  std::string ReadLine();

  // SIGKILL, and waits until it is gone.
  void Kill();
  // SIGTERM.
  void Terminate();
  // Waits for its end. The exit code; 128 + N when signal N ended it.
  int Wait();

 private:
  pid_t pid_ = -1;
  int output_ = -1;
};

}  // namespace vigil

#endif  // VIGIL_TEST_SYSTEM_PROCESS_H_
