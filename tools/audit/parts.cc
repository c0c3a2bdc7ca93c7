#include "tools/audit/parts.h"

#include <algorithm>
#include <cstddef>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

namespace vigil::lifecycle {
namespace {

struct PageName {
  Page page;
  const char* file;
  const char* title;
};

constexpr PageName kPages[] = {
    {Page::kOverview, "index.html", "Overview"},
    {Page::kOpen, "open.html", "Open points"},
    {Page::kTrace, "trace.html", "From harm to result"},
    {Page::kCode, "code.html", "From code to harm"},
    {Page::kRisk, "risk.html", "Risk file"},
    {Page::kRequirements, "requirements.html", "Requirements"},
    {Page::kArchitecture, "architecture.html", "Architecture"},
    {Page::kDesign, "design.html", "Detailed design"},
    {Page::kSoup, "soup.html", "Third-party software"},
    {Page::kTests, "tests.html", "Tests"},
    {Page::kMeasurements, "measurements.html", "Coverage and mutation"},
    {Page::kChanges, "changes.html", "Problems and changes"},
    {Page::kClauses, "clauses.html", "Clauses"},
    {Page::kRelease, "release.html", "Release"},
    {Page::kQuality, "quality.html", "Plans, tools, people"},
};

const PageName& NameOf(Page page) {
  return *std::find_if(std::begin(kPages), std::end(kPages),
                       [page](const PageName& name) { return name.page == page; });
}

Html Navigation(Page here) {
  Html links;
  for (const PageName& name : kPages) {
    Attributes attributes = {{"href", name.file}};
    if (name.page == here) attributes.push_back({"aria-current", "page"});
    links += Tag("li", Tag("a", attributes, name.title));
  }
  return Tag("nav", {{"aria-label", "Pages"}}, Tag("ul", links));
}

constexpr char kSearch[] = R"(<div class="search" hidden>
<label for="search">Search <kbd>/</kbd></label>
<input id="search" type="search" role="combobox" autocomplete="off" spellcheck="false"
 aria-expanded="false" aria-controls="found" aria-autocomplete="list" placeholder="id, title, file, test, words">
<ul id="found" role="listbox" aria-label="Found" hidden></ul>
<p class="hidden-text" role="status" id="found-count"></p>
</div>)";

constexpr char kPageHead[] = R"(<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src 'self' file:">
<link rel="stylesheet" href="audit.css">
<script src="search_index.js" defer></script>
<script src="audit.js" defer></script>
)";

}  // namespace

std::string FileOf(Page page) { return NameOf(page).file; }

std::string TitleOf(Page page) { return NameOf(page).title; }

Page PageOf(const Record& record) {
  static const auto* pages = new std::map<std::string, Page>{
      {"hazard", Page::kRisk},        {"control", Page::kRisk},
      {"requirement", Page::kRequirements},
      {"item", Page::kArchitecture},  {"segregation", Page::kArchitecture},
      {"unit", Page::kDesign},        {"interface", Page::kDesign},
      {"soup", Page::kSoup},          {"release", Page::kRelease},
      {"validation", Page::kRelease},
      {"problem", Page::kChanges},    {"change", Page::kChanges},
      {"capa", Page::kChanges},       {"feedback", Page::kChanges},
      {"deviation", Page::kChanges},  {"legacy", Page::kChanges},
  };
  const auto found = pages->find(record.kind->name());
  return found == pages->end() ? Page::kQuality : found->second;
}

std::string AddressOf(const Record& record) { return Address(FileOf(PageOf(record)), record.id); }

std::string PageHtml(Page page, const Html& intro, const Html& main) {
  const std::string title = TitleOf(page);
  const Html head = {Html::Literal(kPageHead), Tag("title", title + " - audit package")};
  const Html header =
      Tag("header", {{"class", "top"}},
          {Anchor("index.html", Tag("b", "Audit package")), Html::Literal(kSearch)});
  const Html body = {
      Tag("a", {{"class", "skip"}, {"href", "#main"}}, "To the content"), header, Navigation(page),
      Tag("main", {{"id", "main"}, {"tabindex", "-1"}},
          {Tag("h1", title), Tag("p", {{"class", "intro"}}, intro), main})};
  return "<!DOCTYPE html>\n" +
         Tag("html", {{"lang", "en"}}, {Tag("head", head), Tag("body", body)}).text() + "\n";
}

Html Section(const std::string& id, const std::string& title, const Html& content) {
  return Tag("section", {{"aria-labelledby", id}}, {Tag("h2", {{"id", id}}, title), content});
}

Html Paragraph(const Html& text) { return Tag("p", text); }

std::string Counted(std::size_t count, const std::string& one, const std::string& many) {
  return absl::StrCat(count, " ", count == 1 ? one : many);
}

Html ClassMark(SafetyClass safety_class) {
  const std::string letter =
      safety_class == SAFETY_CLASS_UNSPECIFIED ? "none" : SafetyClass_Name(safety_class);
  return Tag("span", {{"class", "class class-" + absl::AsciiStrToLower(letter)}},
             {Tag("span", {{"class", "hidden-text"}}, "class "), letter});
}

Html Mark(const char* kind, const Html& text) {
  return Tag("span", {{"class", absl::StrCat("mark ", kind)}}, text);
}

Html Gap(const Html& text) { return Mark("bad", text); }

bool HasGap(const Html& html) {
  // No text can hold this: its quotes would be escaped.
  return absl::StrContains(html.text(), "class=\"mark bad\"");
}

Html ResultMark(Result result) {
  const char* kind = result == PASSED ? "good" : result == SKIPPED ? "open" : "bad";
  return Mark(kind, result == RESULT_UNSPECIFIED ? "no result" : Words(Result_Name(result)));
}

std::string Words(absl::string_view name) {
  return absl::AsciiStrToLower(absl::StrReplaceAll(name, {{"_", " "}}));
}

Html Anchor(const std::string& address, const Html& text) { return Tag("a", {{"href", address}}, text); }

Html IdLink(const Record& record) {
  return Tag("a", {{"class", "id"}, {"href", AddressOf(record)}}, record.id);
}

Html RecordLink(const Record& record) {
  const std::string title = Records::TitleOf(record);
  return title.empty() ? IdLink(record) : Html{IdLink(record), " ", title};
}

Html TestLink(const Dossier& dossier, const std::string& label) {
  const Html text = Tag("code", Breakable(label));
  return dossier.TestOf(label) == nullptr ? text : Anchor(Address(FileOf(Page::kTests), label), text);
}

Html FileLink(const Dossier& dossier, const std::string& file) {
  const Html text = Tag("code", Breakable(file));
  return dossier.files().count(file) == 0 ? text : Anchor(Address(FileOf(Page::kCode), file), text);
}

Html ItemList(const std::vector<Html>& items) {
  Html list;
  for (const Html& item : items) list += Tag("li", item);
  return items.empty() ? Html() : Tag("ul", {{"class", "plain"}}, list);
}

Html Stacked(const std::vector<Html>& parts) {
  Html out;
  for (const Html& part : parts) out += part.empty() ? Html() : Tag("div", part);
  return out;
}

Html Prose(const Dossier& dossier, absl::string_view text) {
  const auto is_part = [](char c) { return absl::ascii_isalnum(c) || absl::StrContains("-_./:@+", c); };
  Html out;
  while (!text.empty()) {
    const auto end = std::find_if_not(text.begin(), text.end(), is_part);
    absl::string_view word = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    // A mark at the end is that of the sentence.
    while (!word.empty() && absl::StrContains(".:", word.back())) word.remove_suffix(1);
    const std::string name(word);
    if (const Record* record = dossier.records().Find(word)) {
      out += IdLink(*record);
    } else if (dossier.TestOf(name) != nullptr) {
      out += TestLink(dossier, name);
    } else if (dossier.files().count(name) != 0) {
      out += FileLink(dossier, name);
    } else {
      out += Breakable(word);
    }
    text.remove_prefix(word.size());
    const auto next = std::find_if(text.begin(), text.end(), is_part);
    const auto between = static_cast<std::size_t>((next == text.begin() ? text.begin() + !text.empty() : next) - text.begin());
    out += Html(text.substr(0, between));
    text.remove_prefix(between);
  }
  return out;
}

}  // namespace vigil::lifecycle
