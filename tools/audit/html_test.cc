#include "tools/audit/html.h"

#include "gtest/gtest.h"
#include "test/verifies.h"
#include "tools/audit/json.h"

namespace vigil::lifecycle {
namespace {

TEST(HtmlTest, TextCannotBecomeMarkup) {
  VIGIL_VERIFIES("REQ-AUDIT-002");
  const Html html = Tag("p", {{"title", "\"><script>alert(1)</script>"}}, "<script>alert('2')</script> & more");
  EXPECT_EQ(html.text(),
            "<p title=\"&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;\">"
            "&lt;script&gt;alert(&#39;2&#39;)&lt;/script&gt; &amp; more</p>");
}

TEST(HtmlTest, MarkupIsNotEscapedTwice) {
  EXPECT_EQ(Tag("td", {Tag("b", "a<b"), " & c"}).text(), "<td><b>a&lt;b</b> &amp; c</td>");
}

TEST(HtmlTest, ElementsWithoutAnEndHaveNone) { EXPECT_EQ(Tag("br", "").text(), "<br>"); }

TEST(HtmlTest, WhatIsNoUtf8IsReplaced) {
  VIGIL_VERIFIES("REQ-AUDIT-002");
  constexpr char kReplacement[] = "\xEF\xBF\xBD";
  EXPECT_EQ(ValidUtf8("a\xFF" "b"), std::string("a") + kReplacement + "b");
  EXPECT_EQ(ValidUtf8("\xC0\xAF"), std::string(kReplacement) + kReplacement);  // overlong '/'
  EXPECT_EQ(ValidUtf8("\xED\xA0\x80"), std::string(kReplacement) + kReplacement + kReplacement);  // surrogate
  EXPECT_EQ(ValidUtf8("\xE2\x82"), std::string(kReplacement) + kReplacement);  // cut off
  EXPECT_EQ(ValidUtf8("\xF4\x90\x80\x80").find("\xF4"), std::string::npos);  // above U+10FFFF
  EXPECT_EQ(ValidUtf8("3 \xCE\xBC" "s \xE2\x82\xAC \xF0\x9F\x99\x82"), "3 \xCE\xBC" "s \xE2\x82\xAC \xF0\x9F\x99\x82");
}

TEST(HtmlTest, ControlCharactersAreNoPartOfAPage) { EXPECT_EQ(Html("a\x01" "b\nc").text(), "a b\nc"); }

TEST(HtmlTest, APathBreaksBehindItsParts) {
  EXPECT_EQ(Breakable("//pump/rate:a_b.cc").text(), "//<wbr>pump/<wbr>rate:<wbr>a_<wbr>b.<wbr>cc");
  EXPECT_EQ(Breakable("RateTest.IsShownAlways").text(), "Rate<wbr>Test.<wbr>Is<wbr>Shown<wbr>Always");
  EXPECT_EQ(Breakable("<a/b>").text(), "&lt;a/b&gt;");
}

TEST(HtmlTest, AnAddressHoldsNothingButItsFragment) {
  EXPECT_EQ(Address("tests.html", "//a/b:c_test"), "tests.html#//a/b:c_test");
  EXPECT_EQ(Address("risk.html", "HAZ-\" onclick=x"), "risk.html#HAZ-%22%20onclick%3Dx");
}

TEST(JsonTest, CommasAndIndentationComeByThemselves) {
  Json json;
  json.Object([&] {
    json.Key("name").Text("a \"b\"\n");
    json.Key("none").Array([] {});
    json.Key("some").Array([&] {
      json.Number(1);
      json.Bool(true);
    });
    json.TextIfAny("left out", "");
  });
  EXPECT_EQ(json.text(), "{\n \"name\": \"a \\\"b\\\"\\u000a\",\n \"none\": [],\n \"some\": [\n  1,\n  true\n ]\n}\n");
}

TEST(JsonTest, WhatIsNoUtf8IsReplaced) {
  VIGIL_VERIFIES("REQ-AUDIT-002");
  Json json;
  json.Text("\xFF");
  EXPECT_EQ(json.text(), "\"\xEF\xBF\xBD\"\n");
}

}  // namespace
}  // namespace vigil::lifecycle
