// The weights of WideScore and BeatScore: data, not code.
//
// Learned from the 22 records of the MIT-BIH Arrhythmia Database that de Chazal (2004)
// calls DS1: beats that the QRS detector found, with the annotators' labels, classes V and
// E against all others but F and Q. Each record counts with its first lead, and at half the
// weight with the second, their mean and half of their difference; then, at 0.6 of it, with
// reversed polarity, with noise, with intervals made as irregular as in atrial
// fibrillation, and played faster and slower. A beat weighs less in a record that has many
// of its kind. Logistic loss, weight decay 1/1000, rounded to these integers.
// docs/algorithms/beat_classifier.md has the figures of weights that were learned without
// the record on which they are measured.
#ifndef VIGIL_PLUGINS_ALGORITHM_BEAT_CLASSIFIER_BEAT_WEIGHTS_H_
#define VIGIL_PLUGINS_ALGORITHM_BEAT_CLASSIFIER_BEAT_WEIGHTS_H_

#include "plugins/algorithm/beat_classifier/beat_score.h"

namespace vigil::plugins::beats {

inline constexpr Weights kWeights = {
    .wide = {
        .bias = -75316,
        .values = {
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 268, 76, -35, -1180, 1029, 1122, -1573, -302, 0, 0, 0, 0,
            0, 0, 0, -92, 0, 0, 0, 0, 0, 0, 0, 0, -369, 0, 0, 0, 0, 0, 0
        },
    },
    .beat = {
        .bias = -9736,
        .direct = {
            -147, -299, 51, -123, -89, 87, -14, -12, -12, -38, 130, 426, -549, -841, 355, 24, -5,
            17, 163, 189, 184, -117, -42, 269, -59, -346, 246, -117, 571, 172, -12, 22, 9, -134,
            -70, 175, 428, 163, -84, 283, 114
        },
        .hidden_bias = {
            6619, -2858, -5310, 19, 8592, 1, 10, 64
        },
        .hidden = {
            {
                201, 286, -140, 280, 336, 61, 105, -31, 116, 363, 37, -393, 85, 454, -89, -296,
                337, 36, 523, 264, 255, -166, 79, -95, 32, -99, -94, 125, 63, -211, 198, -50, -78,
                137, 41, -453, -345, 18, -46, -76, -61
            },
            {
                -110, 223, 255, 378, 523, 178, 257, -168, 174, 182, -337, -192, -399, -125, -189,
                96, -47, 51, -22, 6, 178, 65, -119, -265, 41, -202, 155, 135, 91, 184, 73, 279,
                -98, -392, -398, -146, -17, -357, 74, 41, 208
            },
            {
                -8, -297, 326, 15, -335, 90, 95, -39, 255, 321, -318, -523, -273, -173, -221, 301,
                -127, 182, -50, 42, -187, 57, -73, -13, -73, -419, 62, -143, 48, 169, 335, -29, 53,
                789, -194, -114, -244, -683, 572, 191, -189
            },
            {
                12, 12, -9, -4, 4, -10, -4, 0, 17, 17, -1, -2, -2, 7, 0, 7, -2, 6, -12, -9, 0, 14,
                -20, -17, 2, 0, -7, 0, -18, 0, -1, -1, 11, 1, -1, 27, 9, 15, -8, 12, 1
            },
            {
                -146, 145, -340, 166, -304, -83, -29, 46, 113, 365, -124, -580, 58, 429, -341, -97,
                255, 149, 33, -148, 38, 491, -68, 26, -31, -209, -251, 658, 836, -198, 394, -201,
                93, -164, 19, 44, -556, 182, -37, -498, -201
            },
            {
                0, 0, -2, 0, -1, 1, 0, 1, -3, 0, 2, 3, -1, -1, 0, 0, 1, 1, 1, 1, 0, 1, 0, 1, 0, -1,
                1, 1, 2, 1, -1, -1, 0, -1, -3, 0, 1, 1, -2, 0, 0
            },
            {
                1, 1, 0, -1, 0, -1, -1, 0, 3, 1, 0, -1, 1, 1, 0, 1, 0, 1, 0, 0, -1, 1, -1, 0, 1,
                -1, 0, 0, -1, 0, 0, 0, 1, -1, 1, 0, -1, 0, 0, 1, 0
            },
            {
                2, 1, 5, -4, 3, -6, -4, -3, 13, 7, 6, 2, 7, 6, 0, 2, -1, 2, -4, -3, 0, 0, 4, 1, 1,
                5, -6, 2, -9, 2, 0, -1, -1, -1, 6, -2, -10, -6, 8, -2, -3
            }
        },
        .output = {
            -1123, 1222, 1358, -37, -1587, 2, -1, -8
        },
    },
};

}  // namespace vigil::plugins::beats

#endif  // VIGIL_PLUGINS_ALGORITHM_BEAT_CLASSIFIER_BEAT_WEIGHTS_H_
