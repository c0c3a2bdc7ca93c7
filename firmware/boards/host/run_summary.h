// What a device said in one session, read back from the bytes of its link.
//
//   RunSummary summary;
//   for (std::uint8_t byte : bytes) summary.Push(byte);
//   std::cout << summary.Json() << "\n";
//
// One thread.
#ifndef VIGIL_FIRMWARE_BOARDS_HOST_RUN_SUMMARY_H_
#define VIGIL_FIRMWARE_BOARDS_HOST_RUN_SUMMARY_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "platform/device_codec/observation_digest.h"
#include "platform/link/frame.h"
#include "platform/wire/device.pb.h"
#include "safety_kernel/alerting/alarm_condition.h"
#include "safety_kernel/algorithm/observation.h"

namespace vigil::firmware {

class RunSummary {
 public:
  void Push(std::uint8_t byte);

  // Messages that were no DeviceMessage or failed a check of FromWire.
  std::uint64_t unreadable() const { return unreadable_; }
  std::uint64_t samples() const { return samples_; }
  std::uint64_t beats() const { return beats_; }
  std::uint64_t alarms_raised() const { return alarms_raised_; }
  // The last valid one of its code; nullopt if there was none.
  std::optional<std::int32_t> Valid(ObservationCode code) const;
  // In /min; 0 if there was none.
  std::int32_t heart_rate() const {
    return Valid(ObservationCode::kHeartRate).value_or(0);
  }
  // True when it was raised at least once.
  bool WasRaised(AlarmId id) const { return alarms_.contains(id); }
  bool said_hello() const { return said_hello_; }
  // As the hello said.
  bool is_simulated() const { return is_simulated_; }
  bool said_goodbye() const { return said_goodbye_; }
  const wire::DeviceStatus& last_status() const { return last_status_; }
  const link::SequenceTracker& frames() const { return frames_; }
  std::uint64_t frames_damaged() const { return reader_.damaged(); }
  const ObservationDigest& observations() const { return observations_; }

  // All of it as one line.
  std::string Json() const;

 private:
  void Use(const wire::DeviceMessage& message);

  link::FrameReader reader_;
  link::SequenceTracker frames_;
  ObservationDigest observations_;
  wire::DeviceStatus last_status_;
  std::uint64_t unreadable_ = 0;
  std::uint64_t samples_ = 0;
  std::uint64_t beats_ = 0;
  std::uint64_t alarms_raised_ = 0;
  std::map<ObservationCode, std::int32_t> valid_;
  std::set<AlarmId> alarms_;
  bool said_hello_ = false;
  bool is_simulated_ = false;
  bool said_goodbye_ = false;
};

}  // namespace vigil::firmware

#endif  // VIGIL_FIRMWARE_BOARDS_HOST_RUN_SUMMARY_H_
