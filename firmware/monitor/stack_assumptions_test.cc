// The bound of the stacks takes Nanopb's recursion, and the callbacks that it never
// makes, from indirect_calls.txt. Here the messages themselves are asked: the
// descriptors that the encoder follows.
#include <pb_common.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>

#include "gtest/gtest.h"
#include "platform/wire/device.nanopb.h"

namespace vigil::firmware {
namespace {

struct Shape {
  int depth = 0;  // messages in each other, the outermost among them
  bool has_callback = false;
  bool has_extension = false;
};

Shape ShapeOf(const pb_msgdesc_t* message) {
  Shape shape{.depth = 1};
  if (message->field_callback != nullptr &&
      message->field_callback != pb_default_field_callback) {
    shape.has_callback = true;
  }
  pb_field_iter_t field;
  if (!pb_field_iter_begin_const(&field, message, nullptr)) return shape;
  do {
    if (PB_ATYPE(field.type) != PB_ATYPE_STATIC) shape.has_callback = true;
    if (PB_LTYPE(field.type) == PB_LTYPE_SUBMSG_W_CB) shape.has_callback = true;
    if (PB_LTYPE(field.type) == PB_LTYPE_EXTENSION) shape.has_extension = true;
    if (!PB_LTYPE_IS_SUBMSG(field.type)) continue;
    const Shape inner = ShapeOf(field.submsg_desc);
    shape.depth = std::max(shape.depth, 1 + inner.depth);
    shape.has_callback |= inner.has_callback;
    shape.has_extension |= inner.has_extension;
  } while (pb_field_iter_next(&field));
  return shape;
}

int TimesOf(const std::string& function) {
  std::ifstream file("firmware/monitor/indirect_calls.txt");
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    std::string kind, name;
    int times = 0;
    if (words >> kind >> name >> times && kind == "recursion" && name == function) {
      return times;
    }
  }
  return 0;
}

TEST(StackAssumptions, RecursionIsAsDeepAsTheMessages) {
  const Shape shape = ShapeOf(&vigil_wire_DeviceMessage_msg);
  EXPECT_EQ(TimesOf("pb_encode"), shape.depth);
  EXPECT_EQ(TimesOf("pb_check_proto3_default_value"), shape.depth);
}

TEST(StackAssumptions, MessagesHaveNoCallback) {
  EXPECT_FALSE(ShapeOf(&vigil_wire_DeviceMessage_msg).has_callback);
}

TEST(StackAssumptions, MessagesHaveNoExtension) {
  EXPECT_FALSE(ShapeOf(&vigil_wire_DeviceMessage_msg).has_extension);
}

}  // namespace
}  // namespace vigil::firmware
