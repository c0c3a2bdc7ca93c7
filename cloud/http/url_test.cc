#include "cloud/http/url.h"

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil {
namespace {

TEST(ParseTargetTest, PathAndParametersAreDecoded) {
  const auto target = ParseTarget("/v1/messages?device=a%2Db&limit=5&flag");
  ASSERT_TRUE(target.ok()) << target.status();
  EXPECT_EQ(target->path, "/v1/messages");
  EXPECT_EQ(target->Parameter("device"), "a-b");
  EXPECT_EQ(target->Parameter("limit"), "5");
  EXPECT_EQ(target->Parameter("flag"), "");
  EXPECT_FALSE(target->Parameter("session"));
}

TEST(ParseTargetTest, WaysOutOfTheFolderAreRefused) {
  VIGIL_VERIFIES("REQ-HTTP-001");
  for (const char* text : {"/../x", "/a/..", "/%2e%2e/x", "/a/%2E/b", "/a\\b",
                           "/%5c..", "/a%00b", "/..%2fx"}) {
    EXPECT_FALSE(ParseTarget(text).ok()) << text;
  }
}

TEST(ParseTargetTest, BrokenTargetsAreRefused) {
  VIGIL_VERIFIES("REQ-HTTP-001");
  for (const char* text : {"", "x", "http://a/", "/%", "/%1", "/%zz", "/?a=1&a=2",
                           "/?a=%"}) {
    EXPECT_FALSE(ParseTarget(text).ok()) << text;
  }
  EXPECT_FALSE(ParseTarget("/" + std::string(2048, 'a')).ok());
}

TEST(ParseNumberTest, OnlyDigitsWithinTheBoundAreTaken) {
  EXPECT_EQ(*ParseNumber("n", "0", 5), 0u);
  EXPECT_EQ(*ParseNumber("n", "5", 5), 5u);
  for (const char* text : {"", "6", "-1", "+1", " 1", "1x", "0x1",
                           "99999999999999999999999"}) {
    EXPECT_FALSE(ParseNumber("n", text, 5).ok()) << text;
  }
}

TEST(ParseHostPortTest, NamesAndAddresses) {
  EXPECT_EQ(ParseHostPort("127.0.0.1:80")->host, "127.0.0.1");
  EXPECT_EQ(ParseHostPort("[::1]:8080")->host, "::1");
  EXPECT_EQ(ParseHostPort("[::1]:8080")->port, 8080);
  for (const char* text : {"", "a", ":1", "a:", "a:65536", "a:x"}) {
    EXPECT_FALSE(ParseHostPort(text).ok()) << text;
  }
}

TEST(ParseHttpOriginTest, ThePortDefaultsTo80) {
  EXPECT_EQ(ParseHttpOrigin("http://cloud")->port, 80);
  EXPECT_EQ(ParseHttpOrigin("http://[::1]/")->port, 80);
  EXPECT_EQ(ParseHttpOrigin("http://cloud:8080/")->port, 8080);
  for (const char* text : {"", "cloud:80", "https://cloud", "http://", "http://a/b"}) {
    EXPECT_FALSE(ParseHttpOrigin(text).ok()) << text;
  }
}

TEST(IsAddressLiteralTest, NamesAreNone) {
  EXPECT_TRUE(IsAddressLiteral("127.0.0.1"));
  EXPECT_TRUE(IsAddressLiteral("::1"));
  EXPECT_FALSE(IsAddressLiteral("localhost"));
  EXPECT_FALSE(IsAddressLiteral("127.0.0.1.example.org"));
}

}  // namespace
}  // namespace vigil
