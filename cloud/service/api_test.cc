#include "cloud/service/api.h"

#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil {
namespace {

TEST(ParseUploadTest, AnEmptyRequestIsOne) {
  EXPECT_TRUE(ParseUpload("").ok());
}

TEST(ParseUploadTest, WhatIsNoUploadIsRefused) {
  VIGIL_VERIFIES("REQ-CS-007");
  EXPECT_EQ(ParseUpload("\x0A\x05oops").status().code(),
            absl::StatusCode::kInvalidArgument);
  wire::UploadRequest request;
  request.add_messages();
  EXPECT_FALSE(ParseUpload(request.SerializeAsString()).ok());
}

TEST(ParseMessagesQueryTest, AllOfIt) {
  const auto query = ParseMessagesQuery(
      *ParseTarget("/v1/messages?device=m-1&session=4294967295&after=3&limit=9"));
  ASSERT_TRUE(query.ok()) << query.status();
  EXPECT_EQ(query->device_id, "m-1");
  EXPECT_EQ(query->session, 4294967295u);
  EXPECT_EQ(query->after, 3u);
  EXPECT_EQ(query->limit, 9u);
}

TEST(ParseMessagesQueryTest, WhatIsWrongIsNamed) {
  VIGIL_VERIFIES("REQ-CS-007");
  for (const auto& [parameters, word] :
       std::vector<std::pair<std::string, std::string>>{
           {"session=1", "device"},
           {"device=a", "session"},
           {"device=a&session=4294967296", "session"},
           {"device=a&session=1&after=-1", "after"},
           {"device=a&session=1&limit=5000", "limit"},
           {"device=a&session=1&lim=5", "lim"}}) {
    const auto query =
        ParseMessagesQuery(*ParseTarget("/v1/messages?" + parameters));
    EXPECT_EQ(query.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_NE(query.status().message().find(word), std::string::npos)
        << query.status();
  }
}

TEST(IsProtobufTypeTest, ParametersAndCaseDoNotMatter) {
  EXPECT_TRUE(IsProtobufType("application/x-protobuf"));
  EXPECT_TRUE(IsProtobufType("Application/X-Protobuf ; a=b"));
  EXPECT_FALSE(IsProtobufType(""));
  EXPECT_FALSE(IsProtobufType("text/plain"));
}

TEST(CheckSameSiteTest, ANameThatResolvesHereIsNotEnough) {
  VIGIL_VERIFIES("REQ-CS-006");
  EXPECT_TRUE(CheckSameSite("127.0.0.1:8080", "", {}).ok());
  EXPECT_TRUE(CheckSameSite("[::1]:8080", "", {}).ok());
  EXPECT_TRUE(CheckSameSite("LocalHost:8080", "", {}).ok());
  EXPECT_FALSE(CheckSameSite("evil.example:8080", "", {}).ok());
  EXPECT_FALSE(CheckSameSite("", "", {}).ok());
  EXPECT_TRUE(CheckSameSite("ward.example", "", {"ward.example"}).ok());
}

TEST(CheckSameSiteTest, PagesOfOtherOriginsAreRefused) {
  VIGIL_VERIFIES("REQ-CS-006");
  EXPECT_TRUE(CheckSameSite("localhost:80", "http://localhost:80", {}).ok());
  EXPECT_FALSE(CheckSameSite("localhost:80", "http://localhost:81", {}).ok());
  EXPECT_FALSE(CheckSameSite("localhost:80", "http://evil.example", {}).ok());
  EXPECT_FALSE(CheckSameSite("localhost:80", "null", {}).ok());
}

TEST(HttpCodeTest, TellsWhoHasToDoSomething) {
  EXPECT_EQ(HttpCode(absl::OkStatus()), 200);
  EXPECT_EQ(HttpCode(absl::InvalidArgumentError("")), 400);
  EXPECT_EQ(HttpCode(absl::PermissionDeniedError("")), 403);
  EXPECT_EQ(HttpCode(absl::NotFoundError("")), 404);
  EXPECT_EQ(HttpCode(absl::AlreadyExistsError("")), 409);
  EXPECT_EQ(HttpCode(absl::UnavailableError("")), 503);
  EXPECT_EQ(HttpCode(absl::ResourceExhaustedError("")), 507);
  EXPECT_EQ(HttpCode(absl::DataLossError("")), 500);
}

TEST(CheckSameSiteTest, AnOriginOfAnEncryptedPageIsTheSameSite) {
  EXPECT_TRUE(CheckSameSite("localhost:8080", "https://localhost:8080", {}).ok());
  EXPECT_FALSE(CheckSameSite("localhost:8080", "file://localhost:8080", {}).ok());
}

}  // namespace
}  // namespace vigil
