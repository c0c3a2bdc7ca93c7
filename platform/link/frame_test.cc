#include "platform/link/frame.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "gtest/gtest.h"
#include "safety_kernel/base/crc32.h"
#include "test/verifies.h"

namespace vigil::link {
namespace {

using Bytes = std::vector<std::uint8_t>;
using Event = FrameReader::Event;

Bytes Encode(const FrameHeader& header, const Bytes& payload) {
  Bytes out(kMaxEncodedFrame);
  const Result<std::uint32_t> length =
      EncodeFrame(header, payload.data(),
                  static_cast<std::uint32_t>(payload.size()), out.data(),
                  static_cast<std::uint32_t>(out.size()));
  EXPECT_TRUE(length.ok());
  out.resize(length.value());
  return out;
}

struct Received {
  FrameHeader header;
  Bytes payload;
};

// What a reader makes of `bytes`: frames, and the number of damages it told.
struct Reception {
  std::vector<Received> frames;
  std::uint64_t damaged = 0;
};

Reception Receive(FrameReader& reader, const Bytes& bytes) {
  Reception reception;
  for (const std::uint8_t byte : bytes) {
    const Event event = reader.Push(byte);
    if (event == Event::kDamaged) ++reception.damaged;
    if (event == Event::kFrame) {
      reception.frames.push_back(
          {reader.header(),
           Bytes(reader.payload(), reader.payload() + reader.payload_length())});
    }
  }
  return reception;
}

Reception Receive(const Bytes& bytes) {
  FrameReader reader;
  return Receive(reader, bytes);
}

Bytes Counting(std::uint32_t length) {
  Bytes payload(length);
  for (std::uint32_t i = 0; i < length; ++i) {
    payload[i] = static_cast<std::uint8_t>(i);
  }
  return payload;
}

// A frame of any decoded content with a right CRC, for what EncodeFrame never
// writes. Content without zero bytes and shorter than 254 needs one COBS run.
Bytes Cobs(const Bytes& decoded) {
  Bytes out;
  std::size_t code_place = 0;
  out.push_back(1);
  for (const std::uint8_t byte : decoded) {
    if (byte != 0) {
      out.push_back(byte);
      ++out[code_place];
    }
    if (byte == 0 || out[code_place] == 0xFF) {
      code_place = out.size();
      out.push_back(1);
    }
  }
  out.push_back(0);
  return out;
}

Bytes WithCrc(Bytes content) {
  Crc32 crc;
  crc.AddBytes(content.data(), content.size());
  for (int shift = 0; shift < 32; shift += 8) {
    content.push_back(static_cast<std::uint8_t>(crc.value() >> shift));
  }
  return content;
}

TEST(EncodeFrameTest, WritesTheDocumentedBytes) {
  // version 1, session 0x04030201, sequence 5, payload AA 00
  const Bytes decoded =
      WithCrc({1, 0x01, 0x02, 0x03, 0x04, 5, 0, 0, 0, 0xAA, 0x00});
  EXPECT_EQ(Encode({0x04030201, 5}, {0xAA, 0x00}), Cobs(decoded));
}

TEST(EncodeFrameTest, ZeroAppearsOnlyAsTheEnd) {
  for (std::uint32_t length = 0; length <= kMaxPayload; ++length) {
    const Bytes frame = Encode({0, 0}, Bytes(length, 0));
    EXPECT_EQ(frame.back(), 0);
    EXPECT_EQ(std::count(frame.begin(), frame.end(), 0), 1);
  }
}

TEST(EncodeFrameTest, EveryLengthComesBack) {
  for (std::uint32_t length = 0; length <= kMaxPayload; ++length) {
    for (const Bytes& payload :
         {Counting(length), Bytes(length, 0), Bytes(length, 0xFF)}) {
      const Reception got = Receive(Encode({0xFFFFFFFF, length}, payload));
      ASSERT_EQ(got.frames.size(), 1u) << length;
      EXPECT_EQ(got.frames[0].payload, payload);
      EXPECT_EQ(got.frames[0].header.session, 0xFFFFFFFFu);
      EXPECT_EQ(got.frames[0].header.sequence, length);
      EXPECT_EQ(got.damaged, 0u);
    }
  }
}

TEST(EncodeFrameTest, StaysWithinTheRoomThatItAsksFor) {
  for (std::uint32_t length = 0; length <= kMaxPayload; ++length) {
    const Bytes payload(length, 0x55);
    const std::uint32_t decoded = length + kFrameOverhead;
    const std::uint32_t room = decoded + decoded / 254 + 2;
    Bytes out(room + 4, 0xEE);
    const Result<std::uint32_t> encoded = EncodeFrame(
        {0x11111111, 0x22222222}, payload.data(), length, out.data(), room);
    ASSERT_TRUE(encoded.ok()) << length;
    EXPECT_LE(encoded.value(), room);
    EXPECT_LE(encoded.value(), kMaxEncodedFrame);
    EXPECT_EQ(Bytes(out.end() - 4, out.end()), Bytes(4, 0xEE));
  }
}

TEST(EncodeFrameTest, RefusesTooLittleRoomAndWritesNothing) {
  const Bytes payload = Counting(10);
  Bytes out(64, 0xEE);
  const std::uint32_t needed = 10 + kFrameOverhead + 2;
  for (std::uint32_t room = 0; room < needed; ++room) {
    EXPECT_EQ(EncodeFrame({1, 2}, payload.data(), 10, out.data(), room).status(),
              Status::kFull);
  }
  EXPECT_EQ(out, Bytes(64, 0xEE));
  EXPECT_TRUE(
      EncodeFrame({1, 2}, payload.data(), 10, out.data(), needed).ok());
}

TEST(EncodeFrameTest, RefusesWhatIsNoPayload) {
  std::uint8_t out[kMaxEncodedFrame] = {};
  const Bytes payload(kMaxPayload + 1);
  EXPECT_EQ(EncodeFrame({1, 2}, payload.data(), kMaxPayload + 1, out, sizeof out)
                .status(),
            Status::kInvalidArgument);
  EXPECT_EQ(EncodeFrame({1, 2}, nullptr, 1, out, sizeof out).status(),
            Status::kInvalidArgument);
  EXPECT_TRUE(EncodeFrame({1, 2}, nullptr, 0, out, sizeof out).ok());
}

TEST(FrameReaderTest, TellsNothingBeforeTheEnd) {
  FrameReader reader;
  const Bytes frame = Encode({1, 2}, Counting(300));
  for (std::size_t i = 0; i + 1 < frame.size(); ++i) {
    EXPECT_EQ(reader.Push(frame[i]), Event::kNone);
  }
  EXPECT_EQ(reader.Push(0), Event::kFrame);
}

TEST(FrameReaderTest, EverySingleBitFlipIsDetected) {
  VIGIL_VERIFIES("REQ-LINK-001");
  const Bytes original = Encode({0x01020304, 77}, Counting(300));
  const Bytes next = Encode({0x01020304, 78}, {9});
  for (std::size_t bit = 0; bit < 8 * original.size(); ++bit) {
    Bytes bytes = original;
    bytes[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
    // An end mark before the next frame: the flip may have hit this one's own.
    bytes.push_back(0);
    bytes.insert(bytes.end(), next.begin(), next.end());
    const Reception got = Receive(bytes);
    ASSERT_EQ(got.frames.size(), 1u) << "bit " << bit;
    EXPECT_EQ(got.frames[0].header.sequence, 78u);
    EXPECT_GE(got.damaged, 1u);
  }
}

TEST(FrameReaderTest, EveryCutIsDetected) {
  VIGIL_VERIFIES("REQ-LINK-001");
  const Bytes original = Encode({5, 6}, Counting(270));
  for (std::size_t kept = 1; kept + 1 < original.size(); ++kept) {
    Bytes bytes(original.begin(),
                original.begin() + static_cast<std::ptrdiff_t>(kept));
    bytes.push_back(0);
    const Reception got = Receive(bytes);
    EXPECT_TRUE(got.frames.empty()) << kept << " bytes kept";
    EXPECT_EQ(got.damaged, 1u);
  }
}

TEST(FrameReaderTest, EveryMissingByteIsDetected) {
  VIGIL_VERIFIES("REQ-LINK-001");
  const Bytes original = Encode({5, 6}, Counting(270));
  for (std::size_t missing = 0; missing + 1 < original.size(); ++missing) {
    Bytes bytes = original;
    bytes.erase(bytes.begin() + static_cast<std::ptrdiff_t>(missing));
    const Reception got = Receive(bytes);
    EXPECT_TRUE(got.frames.empty()) << "byte " << missing;
    EXPECT_EQ(got.damaged, 1u);
  }
}

TEST(FrameReaderTest, EveryDoubledByteIsDetected) {
  VIGIL_VERIFIES("REQ-LINK-001");
  const Bytes original = Encode({5, 6}, Counting(270));
  for (std::size_t doubled = 0; doubled + 1 < original.size(); ++doubled) {
    Bytes bytes = original;
    bytes.insert(bytes.begin() + static_cast<std::ptrdiff_t>(doubled),
                 bytes[doubled]);
    const Reception got = Receive(bytes);
    EXPECT_TRUE(got.frames.empty()) << "byte " << doubled;
    EXPECT_EQ(got.damaged, 1u);
  }
}

TEST(FrameReaderTest, ALostEndMarkCostsTheTwoFramesOnly) {
  VIGIL_VERIFIES("REQ-LINK-002");
  Bytes bytes = Encode({1, 0}, {1, 2});
  bytes.pop_back();
  for (std::uint32_t sequence = 1; sequence < 4; ++sequence) {
    const Bytes frame = Encode({1, sequence}, {3});
    bytes.insert(bytes.end(), frame.begin(), frame.end());
  }
  const Reception got = Receive(bytes);
  ASSERT_EQ(got.frames.size(), 2u);
  EXPECT_EQ(got.frames[0].header.sequence, 2u);
  EXPECT_EQ(got.frames[1].header.sequence, 3u);
  EXPECT_EQ(got.damaged, 1u);
}

TEST(FrameReaderTest, FindsTheNextFrameAfterGarbage) {
  VIGIL_VERIFIES("REQ-LINK-002");
  // given: noise of every byte value, longer than any frame
  Bytes bytes;
  std::uint32_t noise = 12345;
  for (int i = 0; i < 5000; ++i) {
    noise = noise * 1664525u + 1013904223u;
    bytes.push_back(static_cast<std::uint8_t>(noise >> 24));
  }
  bytes.push_back(0);
  const Bytes frame = Encode({8, 9}, Counting(kMaxPayload));
  bytes.insert(bytes.end(), frame.begin(), frame.end());
  // when, then
  FrameReader reader;
  const Reception got = Receive(reader, bytes);
  ASSERT_EQ(got.frames.size(), 1u);
  EXPECT_EQ(got.frames[0].payload, Counting(kMaxPayload));
  EXPECT_GE(got.damaged, 1u);
  EXPECT_EQ(reader.damaged(), got.damaged);
}

TEST(FrameReaderTest, GarbageWithoutEndStaysWithinTheBuffer) {
  VIGIL_VERIFIES("REQ-LINK-002");
  FrameReader reader;
  for (int i = 0; i < 100'000; ++i) {
    EXPECT_EQ(reader.Push(0xFF), Event::kNone);
  }
  EXPECT_EQ(reader.Push(0), Event::kDamaged);
  EXPECT_EQ(reader.damaged(), 1u);
}

TEST(FrameReaderTest, OneByteBeyondTheLongestFrameIsRefused) {
  Bytes content = {kFrameVersion, 1, 0, 0, 0, 2, 0, 0, 0};
  content.resize(kMaxDecodedFrame - 4, 7);
  EXPECT_EQ(Receive(Cobs(WithCrc(content))).frames.size(), 1u);
  content.push_back(7);
  const Reception got = Receive(Cobs(WithCrc(content)));
  EXPECT_TRUE(got.frames.empty());
  EXPECT_EQ(got.damaged, 1u);
}

TEST(FrameReaderTest, AFullFrameWithMoreBehindItIsRefused) {
  Bytes content = {kFrameVersion, 1, 0, 0, 0, 2, 0, 0, 0};
  content.resize(kMaxDecodedFrame - 4, 7);
  Bytes decoded = WithCrc(content);
  decoded.push_back(7);  // what fits is a whole frame with a right CRC
  const Reception got = Receive(Cobs(decoded));
  EXPECT_TRUE(got.frames.empty());
  EXPECT_EQ(got.damaged, 1u);
}

TEST(FrameReaderTest, AFrameThatIsTooShortIsRefusedThoughItsCrcIsRight) {
  const Bytes shortest = {kFrameVersion, 1, 0, 0, 0, 2, 0, 0, 0};
  EXPECT_EQ(Receive(Cobs(WithCrc(shortest))).frames.size(), 1u);
  for (std::size_t length = 0; length < shortest.size(); ++length) {
    const Bytes content(shortest.begin(),
                        shortest.begin() + static_cast<std::ptrdiff_t>(length));
    const Reception got = Receive(Cobs(WithCrc(content)));
    EXPECT_TRUE(got.frames.empty()) << length;
    EXPECT_EQ(got.damaged, 1u);
  }
}

TEST(FrameReaderTest, AnotherVersionIsRefusedThoughItsCrcIsRight) {
  for (const int version : {0, 2, 255}) {
    const Bytes content = {static_cast<std::uint8_t>(version), 1, 0, 0, 0, 2,
                           0, 0, 0};
    const Reception got = Receive(Cobs(WithCrc(content)));
    EXPECT_TRUE(got.frames.empty()) << version;
    EXPECT_EQ(got.damaged, 1u);
  }
}

TEST(FrameReaderTest, AnIdleLineIsNoDamage) {
  FrameReader reader;
  for (int i = 0; i < 10; ++i) EXPECT_EQ(reader.Push(0), Event::kNone);
  EXPECT_EQ(reader.damaged(), 0u);
}

TEST(FrameReaderTest, ADamagedFrameLeavesNoPayload) {
  VIGIL_VERIFIES("REQ-LINK-001");
  FrameReader reader;
  Receive(reader, Encode({1, 1}, {1, 2, 3}));
  EXPECT_EQ(reader.payload_length(), 3u);
  Receive(reader, {5, 5, 0});
  EXPECT_EQ(reader.payload_length(), 0u);
}

TEST(FrameReaderTest, ReadsFramesThatFollowOneAnother) {
  Bytes bytes;
  for (std::uint32_t sequence = 0; sequence < 50; ++sequence) {
    const Bytes frame = Encode({3, sequence}, Counting(sequence * 10));
    bytes.insert(bytes.end(), frame.begin(), frame.end());
  }
  const Reception got = Receive(bytes);
  ASSERT_EQ(got.frames.size(), 50u);
  for (std::uint32_t sequence = 0; sequence < 50; ++sequence) {
    EXPECT_EQ(got.frames[sequence].header.sequence, sequence);
    EXPECT_EQ(got.frames[sequence].payload, Counting(sequence * 10));
  }
  EXPECT_EQ(got.damaged, 0u);
}

// --- SequenceTracker ---

TEST(SequenceTrackerTest, AcceptsTheRow) {
  SequenceTracker tracker;
  for (std::uint32_t i = 0; i < 100; ++i) EXPECT_TRUE(tracker.Accept(i));
  EXPECT_EQ(tracker.accepted(), 100u);
  EXPECT_EQ(tracker.lost(), 0u);
  EXPECT_EQ(tracker.duplicated(), 0u);
}

TEST(SequenceTrackerTest, CountsWhatIsMissing) {
  VIGIL_VERIFIES("REQ-LINK-003");
  SequenceTracker tracker;
  EXPECT_TRUE(tracker.Accept(2));  // 0 and 1 never came
  EXPECT_TRUE(tracker.Accept(7));  // nor did 3 to 6
  EXPECT_EQ(tracker.lost(), 6u);
  EXPECT_EQ(tracker.accepted(), 2u);
}

TEST(SequenceTrackerTest, ARepeatedFrameIsNotUsedAgain) {
  VIGIL_VERIFIES("REQ-LINK-003");
  SequenceTracker tracker;
  EXPECT_TRUE(tracker.Accept(0));
  EXPECT_FALSE(tracker.Accept(0));
  EXPECT_TRUE(tracker.Accept(1));
  EXPECT_EQ(tracker.duplicated(), 1u);
  EXPECT_EQ(tracker.accepted(), 2u);
}

TEST(SequenceTrackerTest, ALateFrameIsNotUsed) {
  VIGIL_VERIFIES("REQ-LINK-003");
  SequenceTracker tracker;
  EXPECT_TRUE(tracker.Accept(0));
  EXPECT_TRUE(tracker.Accept(2));
  EXPECT_FALSE(tracker.Accept(1));
  EXPECT_EQ(tracker.lost(), 1u);
  EXPECT_EQ(tracker.duplicated(), 1u);
  EXPECT_TRUE(tracker.Accept(3));
}

TEST(SequenceTrackerTest, TheBorderBetweenLateAndLostIsHalfTheRange) {
  SequenceTracker ahead;
  EXPECT_TRUE(ahead.Accept(0x7FFFFFFF));
  EXPECT_EQ(ahead.lost(), 0x7FFFFFFFu);
  SequenceTracker behind;
  EXPECT_FALSE(behind.Accept(0x80000000));
  EXPECT_EQ(behind.duplicated(), 1u);
  EXPECT_EQ(behind.lost(), 0u);
}

TEST(SequenceTrackerTest, GoesOnWithASessionThatWasInterrupted) {
  SequenceTracker before;
  EXPECT_TRUE(before.Accept(0));
  EXPECT_TRUE(before.Accept(1));
  EXPECT_EQ(before.next(), 2u);
  SequenceTracker after(before.next());
  EXPECT_FALSE(after.Accept(1));
  EXPECT_TRUE(after.Accept(4));
  EXPECT_EQ(after.lost(), 2u);
  EXPECT_EQ(after.duplicated(), 1u);
  EXPECT_EQ(after.accepted(), 1u);
  EXPECT_EQ(after.next(), 5u);
}

TEST(SequenceTrackerTest, GoesOnWhereTheNumbersWrap) {
  VIGIL_VERIFIES("REQ-LINK-003");
  SequenceTracker tracker;
  EXPECT_TRUE(tracker.Accept(0x7FFFFFFF));
  EXPECT_TRUE(tracker.Accept(0xFFFFFFFE));
  const std::uint64_t lost = tracker.lost();
  EXPECT_TRUE(tracker.Accept(0xFFFFFFFF));
  EXPECT_TRUE(tracker.Accept(0));
  EXPECT_FALSE(tracker.Accept(0xFFFFFFFF));
  EXPECT_TRUE(tracker.Accept(2));
  EXPECT_EQ(tracker.lost(), lost + 1);
  EXPECT_EQ(tracker.duplicated(), 1u);
}

}  // namespace
}  // namespace vigil::link
