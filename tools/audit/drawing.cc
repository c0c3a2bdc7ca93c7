#include "tools/audit/drawing.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tools/audit/parts.h"

namespace vigil::lifecycle {
namespace {

constexpr int kLeafWidth = 196;
constexpr int kLeafHeight = 58;
constexpr int kTagHeight = 18;   // of a segregation
constexpr int kHead = 34;        // of a box with parts
constexpr int kGap = 26;
constexpr int kPad = 14;
constexpr int kWhole = 1180;     // width of the drawing
constexpr int kNested = 3 * kLeafWidth + 2 * kGap;
constexpr int kPort = 40;        // how far from a corner an arrow may end
constexpr std::size_t kLineLength = 20;  // letters of a title in a line

std::set<const Record*> Inside(const Box& box) {
  std::set<const Record*> items = {box.item};
  for (const Box& part : box.parts) items.merge(Inside(part));
  return items;
}

// How far above the lowest one each of `boxes` stands.
class Layers {
 public:
  Layers(const ItemGraph& graph, const std::vector<Box>& boxes) : graph_(graph), boxes_(boxes) {
    for (const Box& box : boxes) inside_.push_back(Inside(box));
    layers_.assign(boxes.size(), -1);
    for (std::size_t n = 0; n < boxes.size(); ++n) LayerOf(n);
  }
  int of(std::size_t n) const { return layers_[n]; }

 private:
  // A circle is cut where it closes; boxes are in the order of their ids.
  int LayerOf(std::size_t n) {
    if (layers_[n] >= 0) return layers_[n];
    layers_[n] = 0;
    int layer = 0;
    for (std::size_t other = 0; other < boxes_.size(); ++other) {
      if (other != n && RestsOn(n, other)) layer = std::max(layer, LayerOf(other) + 1);
    }
    return layers_[n] = layer;
  }

  bool RestsOn(std::size_t user, std::size_t used) const {
    for (const Record* item : inside_[user]) {
      const auto found = graph_.find(item);
      if (found == graph_.end()) continue;
      for (const Record* to : found->second) {
        if (inside_[used].count(to) != 0) return true;
      }
    }
    return false;
  }

  const ItemGraph& graph_;
  const std::vector<Box>& boxes_;
  std::vector<std::set<const Record*>> inside_;
  std::vector<int> layers_;
};

bool IsSegregated(const Record& item) { return !LinkingBy(item, "segregation", "item").empty(); }

void Move(Box& box, int x, int y) {
  box.x += x;
  box.y += y;
  for (Box& part : box.parts) Move(part, x, y);
}

struct Size {
  int width = 0, height = 0;
};

// Puts boxes into rows, the highest layer first, no wider than `width` unless one box is.
Size PutInRows(const ItemGraph& graph, std::vector<Box>& boxes, int width) {
  const Layers layers(graph, boxes);
  std::vector<std::size_t> order(boxes.size());
  for (std::size_t n = 0; n < order.size(); ++n) order[n] = n;
  std::sort(order.begin(), order.end(), [&layers](std::size_t a, std::size_t b) {
    return layers.of(a) != layers.of(b) ? layers.of(a) > layers.of(b) : a < b;
  });
  Size size;
  int x = 0, y = 0, row_height = 0;
  for (const std::size_t n : order) {
    Box& box = boxes[n];
    if (x > 0 && x + box.width > width) {
      x = 0;
      y += row_height + kGap;
      row_height = 0;
    }
    Move(box, x, y);
    x += box.width + kGap;
    row_height = std::max(row_height, box.height);
    size.width = std::max(size.width, x - kGap);
  }
  size.height = y + row_height;
  return size;
}

void SizeUp(const ItemGraph& graph, Box& box) {
  const int tag = IsSegregated(*box.item) ? kTagHeight : 0;
  if (box.parts.empty()) {
    box.width = kLeafWidth;
    box.height = kLeafHeight + tag;
    return;
  }
  const bool outermost = box.item->Linked("part_of") == nullptr;
  const Size size = PutInRows(graph, box.parts, outermost ? kWhole - 2 * kPad : kNested);
  for (Box& part : box.parts) Move(part, kPad, kHead + tag);
  box.width = std::max(size.width + 2 * kPad, kLeafWidth);
  box.height = kHead + tag + size.height + kPad;
}

Box BoxOf(const Dossier& dossier, const Record& item) {
  Box box;
  box.item = &item;
  for (const Record* part : LinkingBy(item, "item", "part_of")) box.parts.push_back(BoxOf(dossier, *part));
  SizeUp(dossier.item_deps(), box);
  return box;
}

// A title in at most two lines.
std::pair<std::string, std::string> Lines(const std::string& title) {
  std::string lines[2];
  int at = 0;
  for (absl::string_view word : absl::StrSplit(title, ' ', absl::SkipEmpty())) {
    if (at == 0 && !lines[0].empty() && lines[0].size() + 1 + word.size() > kLineLength) at = 1;
    if (at == 1 && lines[1].size() + 1 + word.size() > kLineLength) {
      lines[1] += "...";
      break;
    }
    absl::StrAppend(&lines[at], lines[at].empty() ? "" : " ", word);
  }
  return {lines[0], lines[1]};
}

std::string Str(int number) { return absl::StrCat(number); }

Html Text(int x, int y, const char* style, const std::string& text) {
  return Tag("text", {{"x", Str(x)}, {"y", Str(y)}, {"class", style}}, text);
}

Html Rectangle(int x, int y, int width, int height, const std::string& style) {
  return Tag("rect", {{"x", Str(x)}, {"y", Str(y)}, {"width", Str(width)}, {"height", Str(height)},
                      {"rx", "4"}, {"class", style}}, "");
}

std::string Letter(const Record& item) {
  const SafetyClass safety_class = Records::ClassOf(item);
  return safety_class == SAFETY_CLASS_UNSPECIFIED ? "?" : SafetyClass_Name(safety_class);
}

// The class: its letter on a strip with the pattern of the class.
Html Strip(const Box& box, int height) {
  const std::string letter = Letter(*box.item);
  return {Rectangle(box.x, box.y, 24, height, absl::StrCat("strip strip-", absl::AsciiStrToLower(letter))),
          Tag("circle", {{"cx", Str(box.x + 12)}, {"cy", Str(box.y + 17)}, {"r", "9"}, {"class", "disc"}}, ""),
          Text(box.x + 12, box.y + 21, "letter", letter)};
}

Html SegregationTag(const Box& box, int y) {
  const auto segregations = LinkingBy(*box.item, "segregation", "item");
  if (segregations.empty()) return {};
  return {Rectangle(box.x + 3, box.y + 3, box.width - 6, box.height - 6, "wall"),
          Text(box.x + 32, y, "wall-text", absl::StrCat("segregated: ", segregations.front()->id,
                                                       segregations.size() > 1 ? " ..." : ""))};
}

Html BoxHtml(const Box& box) {
  const bool has_parts = !box.parts.empty();
  const std::string title = Records::TitleOf(*box.item);
  const auto [first, second] = Lines(title);
  const Html texts = has_parts ? Text(box.x + 32, box.y + 22, "title", title)
                               : Html{Text(box.x + 32, box.y + 21, "title", first), Text(box.x + 32, box.y + 36, "title", second),
                                      Text(box.x + 32, box.y + 51, "small", box.item->id)};
  return Tag("a", {{"href", AddressOf(*box.item)}, {"data-item", box.item->id},
                   {"aria-label", absl::StrCat(title, ", class ", Letter(*box.item))}},
             {Rectangle(box.x, box.y, box.width, box.height, has_parts ? "box whole" : "box"),
              Strip(box, has_parts ? kHead - 6 : box.height),
              SegregationTag(box, box.y + (has_parts ? kHead + 6 : kLeafHeight + 8)), texts});
}

// Those with parts, or those without: arrows run between the two, so that they hide no text.
Html BoxesHtml(const Box& box, bool with_parts) {
  Html out;
  if (box.parts.empty() != with_parts) out += BoxHtml(box);
  for (const Box& part : box.parts) out += BoxesHtml(part, with_parts);
  return out;
}

void Collect(const Box& box, std::map<const Record*, const Box*>& boxes) {
  boxes[box.item] = &box;
  for (const Box& part : box.parts) Collect(part, boxes);
}

// From the side that looks at the other one.
std::string Curve(const Box& from, const Box& to) {
  const auto path = [](int x1, int y1, int cx1, int cy1, int cx2, int cy2, int x2, int y2) {
    return absl::StrCat("M", x1, " ", y1, "C", cx1, " ", cy1, " ", cx2, " ", cy2, " ", x2, " ", y2);
  };
  // Each leaves where it is nearest to the other, so that they do not all start at one point.
  const auto nearest = [](const Box& box, const Box& other) {
    return std::clamp(other.x + other.width / 2, box.x + kPort, box.x + box.width - kPort);
  };
  const int from_x = nearest(from, to), to_x = nearest(to, from);
  const int bottom = from.y + from.height, to_bottom = to.y + to.height;
  if (bottom <= to.y) {
    const int bend = std::min(60, (to.y - bottom) / 2 + 8);
    return path(from_x, bottom, from_x, bottom + bend, to_x, to.y - bend, to_x, to.y);
  }
  if (to_bottom <= from.y) {
    const int bend = std::min(60, (from.y - to_bottom) / 2 + 8);
    return path(from_x, from.y, from_x, from.y - bend, to_x, to_bottom + bend, to_x, to_bottom);
  }
  const bool right = from.x < to.x;
  const int from_side = right ? from.x + from.width : from.x;
  const int to_side = right ? to.x : to.x + to.width;
  const int bend = right ? 20 : -20;
  const int from_y = from.y + 30, to_y = to.y + 40;
  return path(from_side, from_y, from_side + bend, from_y, to_side - bend, to_y, to_side, to_y);
}

bool IsWithin(const Record* part, const Record* whole) {
  std::set<const Record*> seen;
  for (const Record* at = part; at != nullptr && seen.insert(at).second; at = at->Linked("part_of")) {
    if (at == whole) return true;
  }
  return false;
}

Html Arrows(const ItemGraph& graph, const std::map<const Record*, const Box*>& boxes) {
  std::vector<std::pair<const Record*, const Record*>> edges;
  for (const auto& [from, tos] : graph) {
    for (const Record* to : tos) edges.push_back({from, to});
  }
  // By ids: the order of addresses is another in each run.
  std::sort(edges.begin(), edges.end(), [](const auto& a, const auto& b) {
    return std::tie(a.first->id, a.second->id) < std::tie(b.first->id, b.second->id);
  });
  Html paths;
  for (const auto& [from, to] : edges) {
    if (boxes.count(from) == 0 || boxes.count(to) == 0 || IsWithin(from, to) || IsWithin(to, from)) continue;
    const bool lower = Records::ClassOf(*to) < Records::ClassOf(*from);
    paths += Tag("path", {{"d", Curve(*boxes.at(from), *boxes.at(to))}, {"class", lower ? "arrow lower" : "arrow"},
                          {"data-from", from->id}, {"data-to", to->id}}, "");
  }
  return paths;
}

constexpr char kDefinitions[] = R"(<defs>
<pattern id="lines-b" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" class="ground-b"/><path d="M0 3H6" class="line-b"/></pattern>
<pattern id="lines-c" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" class="ground-c"/><path d="M0 6L6 0" class="line-c"/></pattern>
<marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerUnits="userSpaceOnUse" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z" class="head"/></marker>
</defs>)";

}  // namespace

ItemGraph Reduced(const ItemGraph& graph) {
  ItemGraph reduced = graph;
  const std::function<bool(const Record*, const Record*, std::set<const Record*>&)> reaches =
      [&](const Record* from, const Record* to, std::set<const Record*>& seen) {
        if (from == to) return true;
        if (!seen.insert(from).second || reduced.count(from) == 0) return false;
        return std::any_of(reduced.at(from).begin(), reduced.at(from).end(),
                           [&](const Record* next) { return reaches(next, to, seen); });
      };
  // By ids, so that of a circle the same edges stay in each run.
  std::map<std::string, const Record*> by_id;
  for (const auto& [from, tos] : graph) by_id[from->id] = from;
  for (const auto& [id, from] : by_id) {
    std::map<std::string, const Record*> targets;
    for (const Record* to : graph.at(from)) targets[to->id] = to;
    for (const auto& [to_id, to] : targets) {
      reduced[from].erase(to);
      std::set<const Record*> seen;
      if (!reaches(from, to, seen)) reduced[from].insert(to);
    }
  }
  return reduced;
}

std::vector<Box> LayOut(const Dossier& dossier) {
  std::vector<Box> wholes, singles;
  for (const Record* item : dossier.Of("item")) {
    if (item->Linked("part_of") != nullptr) continue;
    Box box = BoxOf(dossier, *item);
    (box.parts.empty() ? singles : wholes).push_back(std::move(box));
  }
  // What is part of the product first; tools and the like below.
  int y = 8;
  for (std::vector<Box>* group : {&wholes, &singles}) {
    const Size size = PutInRows(dossier.item_deps(), *group, kWhole);
    for (Box& box : *group) Move(box, 4, y);
    y += size.height + (size.height > 0 ? 2 * kGap : 0);
  }
  std::move(singles.begin(), singles.end(), std::back_inserter(wholes));
  return wholes;
}

Html Drawing(const Dossier& dossier, const std::vector<Box>& boxes) {
  std::map<const Record*, const Box*> by_item;
  int width = kWhole, height = 0;
  Html wholes, leaves;
  for (const Box& box : boxes) {
    Collect(box, by_item);
    width = std::max(width, box.x + box.width);
    height = std::max(height, box.y + box.height);
    wholes += BoxesHtml(box, true);
    leaves += BoxesHtml(box, false);
  }
  const std::string view = absl::StrCat("0 0 ", width + 8, " ", height + 8);
  return Tag("svg", {{"viewBox", view}, {"role", "group"}, {"aria-label", "Items, their classes and what they rest on"}, {"class", "drawing"}},
             {Html::Literal(kDefinitions), wholes, Tag("g", Arrows(Reduced(dossier.item_deps()), by_item)), leaves});
}

}  // namespace vigil::lifecycle
