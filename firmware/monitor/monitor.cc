#include "firmware/monitor/monitor.h"

#include "firmware/monitor/version.h"

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
                      Board& board, const Identity& identity,
                      bool simulated_input) {
  board_ = &board;
  frame_ = Microseconds(system.frame_us);
  now_ = Timestamp{0};
  late_ = false;
  frames_until_status_ = 0;
  overruns_ = 0;
  clock_faults_ = 0;
  interrupts_ = 0;
  records_lost_ = 0;
  cost_last_ = 0;
  cost_max_ = 0;
  const Status status = runtime_.Start(system, host, now_);
  if (status != Status::kOk) return status;
  output_.Start(identity.session, board);
  output_.link().Send(DeviceHello{.device_id = identity.device_id,
                                  .firmware_version = kFirmwareVersion,
                                  .kernel_interface = kKernelInterfaceVersion,
                                  .frame_period_us = system.frame_us,
                                  .simulated_input = simulated_input});
  board.StartFrames(frame_);
  return Status::kOk;
}

Status Monitor::RunFrame(SampleSource& source) {
  BeginFrame();
  NoteFaults();
  now_ = now_ + frame_;
  const std::uint32_t begin = board_->CostCounter();
  const Status status = runtime_.RunFrame(now_, source, output_);
  CountCost(board_->CostCounter() - begin);
  output_.WriteLog();
  if (frames_until_status_ == 0) SendStatus();
  --frames_until_status_;
  output_.link().SendTo(*board_, SendBudget(frame_));
  EndFrame(status);
  return status;
}

void Monitor::BeginFrame() { late_ = board_->WaitForFrame(); }

// The watchdog is fed only after a frame that did all that it had to, in time.
void Monitor::EndFrame(Status status) {
  const bool in_time = !late_ && board_->SinceFrameBegin() < frame_;
  if (in_time && status == Status::kOk) board_->ConfirmDeadlines();
}

// Told with the frame that now begins. The kernel has room for one note of each kind.
void Monitor::NoteFaults() {
  if (late_) {
    ++overruns_;
    (void)runtime_.NoteFault(AlarmId::kScheduleOverrun, 0);
  }
  NoteInterrupts();
  NoteLog();
  if (frames_until_status_ == 0) NoteClock();
}

void Monitor::NoteInterrupts() {
  const std::uint32_t count = board_->UnexpectedInterrupts();
  if (count == interrupts_) return;
  interrupts_ = count;
  (void)runtime_.NoteFault(AlarmId::kInterruptStorm,
                           static_cast<std::int32_t>(count));
}

// A memory that fails is told for as long as it does, and not each time anew.
void Monitor::NoteLog() {
  const std::uint32_t lost = output_.records_lost();
  if (lost == records_lost_ && !output_.log_fails()) return;
  records_lost_ = lost;
  (void)runtime_.NoteFault(AlarmId::kAlarmLogDamaged,
                           static_cast<std::int32_t>(lost));
}

// Device time counts frames: when their clock is wrong, so is every rate.
void Monitor::NoteClock() {
  if (board_->ClocksAgree()) return;
  ++clock_faults_;
  (void)runtime_.NoteFault(AlarmId::kClockFault,
                           static_cast<std::int32_t>(clock_faults_));
}

void Monitor::CountCost(std::uint32_t cost) {
  cost_last_ = cost;
  if (cost > cost_max_) cost_max_ = cost;
}

void Monitor::SendStatus() {
  frames_until_status_ =
      static_cast<std::uint32_t>(kStatusPeriod.us / frame_.us);
  const RuntimeCounters& counters = runtime_.counters();
  const AlarmSurface surface = runtime_.surface();
  output_.link().Send(
      DeviceStatus{.time = now_,
                   .frames_run = counters.frames_run,
                   .overruns = overruns_,
                   .messages_dropped = output_.link().messages_dropped(),
                   .samples_acquired = counters.samples_acquired,
                   .frame_cost_max = cost_max_,
                   .frame_cost_last = cost_last_,
                   .alarm_events = output_.link().alarm_events(),
                   .alarms_active = surface.active_count,
                   .alarm_priority = surface.active});
}

Status Monitor::Finish() {
  const RuntimeCounters& counters = runtime_.counters();
  SendStatus();
  output_.link().Send(
      DeviceGoodbye{.time = now_,
                    .samples_acquired = counters.samples_acquired,
                    .observations_made = counters.observations_made,
                    .alarms_signalled = counters.alarms_signalled});
  return Drain();
}

// The frame in which it begins is one of them.
Status Monitor::Drain() {
  DeviceLink& link = output_.link();
  for (std::uint32_t n = 0; n < kDrainFrames && !link.empty(); ++n) {
    link.SendTo(*board_, SendBudget(frame_));
    EndFrame(Status::kOk);
    if (!link.empty()) BeginFrame();
  }
  return link.empty() ? Status::kOk : Status::kDeadlineExceeded;
}

}  // namespace vigil::firmware
