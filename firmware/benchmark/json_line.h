// One line of JSON with whole numbers, written without formatted output. Names
// are taken as they are; what finds no room is left out.
//
//   line.Begin();
//   line.Add("samples", 15000);
//   line.BeginObject("cost"); line.Add("ecg", 7); line.EndObject();
//   board.Report(line.End());   // {"samples": 15000, "cost": {"ecg": 7}}
#ifndef VIGIL_FIRMWARE_BENCHMARK_JSON_LINE_H_
#define VIGIL_FIRMWARE_BENCHMARK_JSON_LINE_H_

#include <cstdint>

namespace vigil::firmware {

class JsonLine {
 public:
  static constexpr std::uint32_t kRoom = 1024;

  void Begin() {
    length_ = 0;
    first_ = true;
    Append('{');
  }
  void Add(const char* name, std::uint64_t value) {
    AddName(name);
    AppendNumber(value);
  }
  void BeginObject(const char* name) {
    AddName(name);
    Append('{');
    first_ = true;
  }
  void EndObject() {
    Append('}');
    first_ = false;
  }
  // The line with its end; valid until Begin.
  const char* End() {
    Append('}');
    Append('\n');
    text_[length_] = '\0';
    return text_;
  }

 private:
  void AddName(const char* name) {
    if (!first_) AppendText(", ");
    first_ = false;
    Append('"');
    AppendText(name);
    AppendText("\": ");
  }
  void AppendNumber(std::uint64_t value) {
    constexpr std::uint32_t kMaxDigits = 20;
    char digits[kMaxDigits];
    std::uint32_t count = 0;
    for (std::uint32_t n = 0; n < kMaxDigits && (n == 0 || value != 0); ++n) {
      digits[n] = static_cast<char>('0' + value % 10);
      value /= 10;
      count = n + 1;
    }
    for (std::uint32_t n = count; n > 0; --n) Append(digits[n - 1]);
  }
  void AppendText(const char* text) {
    for (std::uint32_t n = 0; n < kRoom && text[n] != '\0'; ++n) Append(text[n]);
  }
  void Append(char c) {
    if (length_ + 1 >= kRoom) return;  // the last place is for the zero
    text_[length_] = c;
    ++length_;
  }

  char text_[kRoom] = {};
  std::uint32_t length_ = 0;
  bool first_ = true;
};

}  // namespace vigil::firmware

#endif  // VIGIL_FIRMWARE_BENCHMARK_JSON_LINE_H_
