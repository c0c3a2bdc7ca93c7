#include "firmware/monitor/device_output.h"

namespace vigil::firmware {

DeviceOutput::DeviceOutput() = default;

void DeviceOutput::Start(std::uint32_t session, Board& board) {
  link_.Start(session);
  events_.Clear();
  board_ = &board;
  LogStore* const memory = board.AlarmLogMemory();
  has_log_ = memory != nullptr;
  records_lost_ = 0;
  log_fails_ = false;
  if (!has_log_) return;
  log_fails_ = log_.Open(*memory) != Status::kOk;
  records_lost_ = log_.damaged();
}

void DeviceOutput::OnSamples(const SampleBlock& block) { link_.Send(block); }

void DeviceOutput::OnObservation(const Observation& observation) {
  link_.Send(observation);
}

void DeviceOutput::OnAlarm(const AlarmEvent& event) {
  link_.Send(event);
  if (!has_log_) return;
  if (events_.Add(event) != Status::kOk) ++records_lost_;
}

void DeviceOutput::OnIndication(ActuatorAuthority authority,
                                const AlarmIndication& indication) {
  board_->Indicate(authority, indication);
}

void DeviceOutput::WriteLog() {
  for (const AlarmEvent& event : events_) {
    log_fails_ = log_.Append(event) != Status::kOk;
    if (log_fails_) ++records_lost_;
  }
  events_.Clear();
}

}  // namespace vigil::firmware
