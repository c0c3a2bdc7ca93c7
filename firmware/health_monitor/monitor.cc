#include "firmware/health_monitor/monitor.h"

#include "firmware/health_monitor/version.h"

namespace vigil::firmware {
namespace {

constexpr Duration kStatusPeriod = Seconds(1);

// The part of a frame after which sending ends; the rest is the kernel's, which
// needs a few hundred thousand instructions.
constexpr Duration SendBudget(Duration frame) {
  return Microseconds(frame.us / 10 * 8);
}

// 5 s: longer than any pause of a link that still works.
constexpr std::uint32_t kDrainFrames = 50;

}  // namespace

Monitor::Monitor(Runtime& runtime) : runtime_(runtime) {}

Status Monitor::Start(const SystemDescription& system, PluginHost& host,
                      Board& board, const Identity& identity) {
  board_ = &board;
  frame_ = Microseconds(system.frame_us);
  now_ = Timestamp{0};
  frames_until_status_ = 0;
  overruns_ = 0;
  interrupts_ = 0;
  cost_last_ = 0;
  cost_max_ = 0;
  const Status status = runtime_.Start(system, host, now_);
  if (status != Status::kOk) return status;
  link_.Start(identity.session);
  link_.Send(DeviceHello{.device_id = identity.device_id,
                         .firmware_version = kFirmwareVersion,
                         .kernel_interface = kKernelInterfaceVersion,
                         .frame_period_us = system.frame_us});
  board.StartFrames(frame_);
  return Status::kOk;
}

Status Monitor::RunFrame(SampleSource& source) {
  const bool late = board_->WaitForFrame();
  if (late) NoteOverrun();
  NoteInterrupts();
  now_ = now_ + frame_;
  const std::uint32_t begin = board_->CostCounter();
  const Status status = runtime_.RunFrame(now_, source, link_);
  CountCost(board_->CostCounter() - begin);
  if (frames_until_status_ == 0) SendStatus();
  --frames_until_status_;
  link_.SendTo(*board_, SendBudget(frame_));
  const bool in_time = !late && board_->SinceFrameBegin() < frame_;
  if (in_time && status == Status::kOk) board_->ConfirmDeadlines();
  return status;
}

void Monitor::NoteOverrun() {
  ++overruns_;
  // Told with the frame that now begins; one note a frame always has room.
  (void)runtime_.NoteFault(AlarmId::kScheduleOverrun, 0);
}

void Monitor::NoteInterrupts() {
  const std::uint32_t count = board_->UnexpectedInterrupts();
  if (count == interrupts_) return;
  interrupts_ = count;
  (void)runtime_.NoteFault(AlarmId::kInterruptStorm,
                           static_cast<std::int32_t>(count));
}

void Monitor::CountCost(std::uint32_t cost) {
  cost_last_ = cost;
  if (cost > cost_max_) cost_max_ = cost;
}

void Monitor::SendStatus() {
  frames_until_status_ =
      static_cast<std::uint32_t>(kStatusPeriod.us / frame_.us);
  link_.Send(DeviceStatus{.time = now_,
                          .frames_run = runtime_.counters().frames_run,
                          .overruns = overruns_,
                          .messages_dropped = link_.messages_dropped(),
                          .samples_acquired = runtime_.counters().samples_acquired,
                          .frame_cost_max = cost_max_,
                          .frame_cost_last = cost_last_});
}

Status Monitor::Finish() {
  const RuntimeCounters& counters = runtime_.counters();
  SendStatus();
  link_.Send(DeviceGoodbye{.time = now_,
                           .samples_acquired = counters.samples_acquired,
                           .observations_made = counters.observations_made,
                           .alarms_signalled = counters.alarms_signalled});
  return Drain();
}

Status Monitor::Drain() {
  for (std::uint32_t n = 0; n < kDrainFrames && !link_.empty(); ++n) {
    link_.SendTo(*board_, SendBudget(frame_));
    board_->ConfirmDeadlines();
    if (!link_.empty()) (void)board_->WaitForFrame();
  }
  return link_.empty() ? Status::kOk : Status::kDeadlineExceeded;
}

}  // namespace vigil::firmware
