// The architecture as a drawing: items as boxes within the items that they are part
// of, arrows along what they rest on.
//
//   const std::vector<Box> boxes = LayOut(dossier);
//   page += Drawing(dossier, boxes);
//
// Users stand above what they rest on, as far as that is no circle. An arrow that
// follows from others is left out; the matrix of the page has all of them.
#ifndef VIGIL_TOOLS_AUDIT_DRAWING_H_
#define VIGIL_TOOLS_AUDIT_DRAWING_H_

#include <map>
#include <set>
#include <vector>

#include "tools/audit/dossier.h"
#include "tools/audit/html.h"

namespace vigil::lifecycle {

struct Box {
  const Record* item = nullptr;
  int x = 0, y = 0, width = 0, height = 0;  // from the drawing's corner
  std::vector<Box> parts;
};

// Of all items; one that is part of itself by a circle is left out.
std::vector<Box> LayOut(const Dossier& dossier);

Html Drawing(const Dossier& dossier, const std::vector<Box>& boxes);

using ItemGraph = std::map<const Record*, std::set<const Record*>>;

// Without the edges that follow from others: who reaches whom stays as it was.
ItemGraph Reduced(const ItemGraph& graph);

}  // namespace vigil::lifecycle

#endif  // VIGIL_TOOLS_AUDIT_DRAWING_H_
