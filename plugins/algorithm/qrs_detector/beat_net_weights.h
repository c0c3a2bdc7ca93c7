// The weights of the net that tells beats from what is none (beat_net.h): data, made
// by training, not by hand. docs/algorithms/qrs_detector.md says from which recordings,
// by which rule, and how well they do on recordings that were held out.
#ifndef VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_BEAT_NET_WEIGHTS_H_
#define VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_BEAT_NET_WEIGHTS_H_

#include <cstdint>

#include "plugins/algorithm/qrs_detector/beat_net.h"

namespace vigil::plugins {

// Hidden units are summed five at a time, which reads each feature once for five.
inline constexpr std::uint32_t kGroupSize = 5;
inline constexpr std::uint32_t kHiddenGroups = 2;

// In 1/1024 of a logarithm of odds; of the direct weights for 32 of a feature.
inline constexpr std::int32_t kOffset = 1317;
inline constexpr std::int16_t kDirectWeights[kFeatureCount] = {
    438, -94, 340, 190, -141, 142, -252, 251, 438, 323,
    -606, 560, 1596, 690, -571, -1770, 204, -72, 801, 330,
    377, 633, -236, -159, 46, -128, 107, -319, -209, -915,
    259, 494, 160, -430, -19, -37, 132, -193, -984,
};

// A unit of a hidden sum is 1/4096, of an output weight 1/8192.
inline constexpr std::int32_t kHiddenOffsets[kHiddenGroups][kGroupSize] = {
    {-6474, 272, -1713, -2009, -3212},
    {-1179, 1127, -998, -363, 191},
};
inline constexpr std::int32_t kOutputWeights[kHiddenGroups][kGroupSize] = {
    {-12447, 10247, -11164, 9546, -8279},
    {-8369, 7502, -6538, -3956, 970},
};

// By group, feature and unit.
inline constexpr std::int16_t kHiddenWeights[kHiddenGroups][kFeatureCount][kGroupSize] = {
    {{62, -5, 15, 53, -33}, {18, 52, 12, 77, 0}, {13, -51, -24, -30, 3},
     {40, 6, 19, 77, -80}, {-29, -26, 14, -63, 27}, {15, 20, 6, 1, 75},
     {180, 143, 44, -11, -43}, {32, 100, 91, 41, 81}, {-57, -29, -70, -62, -31},
     {-10, -16, 11, 31, -71}, {-2, 119, 34, 14, -177}, {-23, -34, -9, -15, -109},
     {12, 9, 45, -38, -17}, {89, -36, 80, -20, 14}, {16, -35, 24, -24, 6},
     {5, -165, -9, -92, 100}, {-128, -26, -158, -20, -26}, {27, 6, 7, -98, 37},
     {-13, 43, 20, 52, -44}, {-20, 6, -8, 14, -81}, {10, 7, -1, -17, 11},
     {-10, 10, 31, -29, -17}, {-68, 4, -15, -43, -40}, {-22, 55, 19, -34, 15},
     {-26, 63, 6, 14, 18}, {231, -229, -46, -47, -31}, {-60, -30, 50, 20, -44},
     {-14, -102, -1, -33, 24}, {-38, -60, -30, -17, -7}, {31, -64, 167, 9, -82},
     {46, -7, 109, -7, 40}, {-26, 47, 77, -89, 24}, {-14, 23, 29, 105, -34},
     {-106, -139, -30, -93, 33}, {-20, -18, -11, 15, -72}, {-65, -26, -29, -78, 40},
     {12, -45, 81, -57, -40}, {11, 64, 20, 13, 50}, {19, -30, 29, -14, 13}},
    {{-17, 4, 54, -11, 10}, {47, -31, -4, 29, 1}, {-105, 36, 80, -34, 9},
     {16, -57, 17, 4, 0}, {-63, 20, 47, -14, 7}, {-27, 0, -18, 2, 1},
     {-15, 41, 13, -11, -14}, {18, 31, -44, 51, 4}, {48, 13, 47, -5, -4},
     {110, 35, 46, 7, -6}, {144, 64, 127, 46, -12}, {52, -10, 32, 4, 4},
     {-94, 127, 34, -63, 5}, {-8, 74, -3, -27, 7}, {-18, -18, 31, -21, -5},
     {-17, 5, 16, 38, -1}, {-58, -64, -1, 21, 4}, {-15, 7, -24, -45, 3},
     {67, 13, 26, -37, 3}, {74, -52, 114, -28, 6}, {-16, -16, 0, -23, 3},
     {-11, 39, 90, -33, 4}, {96, -68, 60, -22, -5}, {-7, 0, 12, 12, 0},
     {14, 3, -7, -21, -17}, {-33, 23, 7, 4, 11}, {25, 1, -16, 24, 5},
     {-30, -27, -1, -24, 11}, {0, 1, 27, -16, 9}, {-8, -27, 35, 27, 1},
     {-27, 45, 53, 25, 6}, {6, -19, -4, 31, -2}, {-10, 10, 27, 28, 2},
     {-29, 71, 37, 4, 8}, {-41, -70, -1, -11, -12}, {-70, 23, 4, -31, 0},
     {13, 51, -65, 26, 0}, {48, 36, -21, -11, -5}, {12, -40, 40, -6, -6}},
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_BEAT_NET_WEIGHTS_H_
