#include "safety_kernel/base/bounded_list.h"

#include <cstdint>
#include <cstring>

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil {
namespace {

TEST(BoundedListTest, KeepsTheOrder) {
  BoundedList<int, 3> list;
  EXPECT_TRUE(list.empty());
  EXPECT_EQ(list.Add(1), Status::kOk);
  EXPECT_EQ(list.Add(2), Status::kOk);
  EXPECT_FALSE(list.empty());
  EXPECT_EQ(list.size(), 2u);
  EXPECT_EQ(list[0], 1);
  EXPECT_EQ(list[1], 2);
  int sum = 0;
  for (const int element : list) sum = 10 * sum + element;
  EXPECT_EQ(sum, 12);
}

TEST(BoundedListTest, RefusesWhatFindsNoRoomAndKeepsTheRest) {
  VIGIL_VERIFIES("REQ-BASE-003");
  BoundedList<int, 2> list;
  EXPECT_EQ(list.Add(1), Status::kOk);
  EXPECT_EQ(list.Add(2), Status::kOk);
  EXPECT_EQ(list.Add(3), Status::kFull);
  EXPECT_EQ(list.size(), 2u);
  EXPECT_EQ(list[1], 2);
}

TEST(BoundedListTest, HasRoomAgainAfterClear) {
  BoundedList<int, 1> list;
  EXPECT_EQ(list.Add(1), Status::kOk);
  list.Clear();
  EXPECT_TRUE(list.empty());
  EXPECT_EQ(list.begin(), list.end());
  EXPECT_EQ(list.Add(2), Status::kOk);
  EXPECT_EQ(list[0], 2);
}

TEST(BoundedListTest, ReplacesOnlyWhatIsThere) {
  BoundedList<int, 2> list;
  EXPECT_EQ(list.Add(1), Status::kOk);
  EXPECT_EQ(list.Replace(0, 5), Status::kOk);
  EXPECT_EQ(list.Replace(1, 6), Status::kOutOfRange);
  EXPECT_EQ(list[0], 5);
  EXPECT_EQ(list.size(), 1u);
}

TEST(BoundedListTest, AnIndexBeyondTheEndStaysInside) {
  VIGIL_VERIFIES("REQ-BASE-002");
  BoundedList<int, 2> list;
  EXPECT_EQ(list.Add(1), Status::kOk);
  EXPECT_EQ(list.Add(2), Status::kOk);
  EXPECT_EQ(&list[2], &list[1]);
  EXPECT_EQ(&list[0xFFFFFFFFu], &list[1]);
}

TEST(BoundedListTest, ADamagedCountNeverLeadsOutside) {
  VIGIL_VERIFIES("REQ-BASE-002");
  // given: a list whose memory was overwritten
  BoundedList<std::uint32_t, 2> list;
  std::memset(static_cast<void*>(&list), 0xFF, sizeof list);
  // then: it seems full, not larger
  EXPECT_EQ(list.size(), 2u);
  EXPECT_EQ(list.end() - list.begin(), 2);
  EXPECT_EQ(list.Add(1), Status::kFull);
}

}  // namespace
}  // namespace vigil
