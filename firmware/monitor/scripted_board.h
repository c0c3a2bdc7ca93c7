// A board for tests: remembers what the link took, and takes only as much as the
// test lets it. Its time goes on when it is asked for, so waiting always ends.
#ifndef VIGIL_FIRMWARE_MONITOR_SCRIPTED_BOARD_H_
#define VIGIL_FIRMWARE_MONITOR_SCRIPTED_BOARD_H_

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "firmware/boards/board.h"
#include "firmware/boards/host/run_summary.h"
#include "platform/link/frame.h"

namespace vigil::firmware {

class ScriptedBoard final : public Board {
 public:
  void StartFrames(Duration period) override { period_ = period; }
  bool WaitForFrame() override {
    ++frames_;
    since_begin_ = Microseconds(0);
    return frames_ == late_frame_ || frames_ >= late_from_;
  }
  void ConfirmDeadlines() override { ++confirmed_; }
  void Indicate(ActuatorAuthority, const AlarmIndication& indication) override {
    indications_.push_back(indication);
  }
  LogStore* AlarmLogMemory() override { return alarm_log_; }
  bool ClocksAgree() override {
    ++comparisons_;
    return clocks_agree_;
  }
  std::uint32_t UnexpectedInterrupts() override { return interrupts_; }
  Duration SinceFrameBegin() override {
    since_begin_ = since_begin_ + Milliseconds(1);
    return since_begin_;
  }
  std::uint32_t CostCounter() override {
    cost_ += cost_step_;
    return cost_;
  }
  bool TrySend(std::uint8_t byte) override {
    if (room_ == 0) return false;
    --room_;
    sent_.push_back(byte);
    return true;
  }
  void Report(const char* text) override { reported_ += text; }

  // The link takes `bytes` more from now on, then none.
  void TakeOnly(std::uint32_t bytes) { room_ = bytes; }
  // The n-th frame, from 1 on, begins late.
  void BeLateAt(std::uint32_t frame) { late_frame_ = frame; }
  // From the n-th frame on, each one begins late.
  void BeLateFrom(std::uint32_t frame) { late_from_ = frame; }
  // Null as long as the test gives none.
  void KeepAlarmLogIn(LogStore* memory) { alarm_log_ = memory; }
  void LetClocksAgree(bool agree) { clocks_agree_ = agree; }
  void CostOfEachCall(std::uint32_t step) { cost_step_ = step; }

  const std::vector<std::uint8_t>& sent() const { return sent_; }
  const std::string& reported() const { return reported_; }
  Duration period() const { return period_; }
  std::uint32_t frames() const { return frames_; }
  std::uint32_t confirmed() const { return confirmed_; }
  // One for each frame in which the kernel ran.
  const std::vector<AlarmIndication>& indications() const { return indications_; }
  // How often the clocks were compared.
  std::uint32_t comparisons() const { return comparisons_; }

  RunSummary Summary() const {
    RunSummary summary;
    for (const std::uint8_t byte : sent_) summary.Push(byte);
    return summary;
  }
  std::uint32_t FirstSession() const {
    link::FrameReader reader;
    for (const std::uint8_t byte : sent_) {
      if (reader.Push(byte) == link::FrameReader::Event::kFrame) {
        return reader.header().session;
      }
    }
    return 0;
  }

  void Interrupt() { ++interrupts_; }

 private:
  Duration period_;
  Duration since_begin_;
  std::uint32_t frames_ = 0;
  std::uint32_t confirmed_ = 0;
  std::uint32_t interrupts_ = 0;
  std::uint32_t late_frame_ = 0;
  std::uint32_t late_from_ = std::numeric_limits<std::uint32_t>::max();
  std::uint32_t comparisons_ = 0;
  bool clocks_agree_ = true;
  LogStore* alarm_log_ = nullptr;
  std::vector<AlarmIndication> indications_;
  std::uint32_t cost_ = 0;
  std::uint32_t cost_step_ = 0;
  std::uint32_t room_ = std::numeric_limits<std::uint32_t>::max();
  std::vector<std::uint8_t> sent_;
  std::string reported_;
};

}  // namespace vigil::firmware

#endif  // VIGIL_FIRMWARE_MONITOR_SCRIPTED_BOARD_H_
