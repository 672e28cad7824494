#include "engine/forms/element_chain.hpp"

#include <algorithm>
#include <vector>

#include "engine/run.hpp"

namespace cramp::engine {

namespace {

/// An element, or where there is no path a cast.
struct Link {
  const Node* node;  ///< what does it alone: the place of an error
  const Path* path;
  const Type* type;
};

struct Chain {
  std::span<const Link> links;
};

Value eval_element(const Node& node, Frame& frame) {
  const Value source = evaluate(node.operands[0], frame);
  frame.run.current = &node;
  return frame.run.reader.property(node.as<Path>(), source);
}

Value eval_cast(const Node& node, Frame& frame) {
  const Value value = evaluate(node.operands[0], frame);
  return is_a(value, node.as<Type>()) ? value : Value();
}

Value eval_chain(const Node& node, Frame& frame) {
  const auto links = node.as<Chain>().links;
  Run& run = frame.run;
  Value value = evaluate(node.operands[0], frame);
  run.context.spend(links.size() - 1);
  for (const Link& link : links) {
    if (value.is_null()) return value;
    if (link.path == nullptr) {
      if (!is_a(value, *link.type)) return {};
    } else {
      run.current = link.node;
      value = run.reader.property(*link.path, value);
    }
  }
  return value;
}

std::vector<Link> links_of(const Node& node) {
  if (node.eval == eval_element) return {{&node, &node.as<Path>(), nullptr}};
  if (node.eval == eval_cast) return {{&node, nullptr, &node.as<Type>()}};
  if (node.eval != eval_chain) return {};
  const auto links = node.as<Chain>().links;
  return {links.begin(), links.end()};
}

/// `node` behind the links of what it reads, where that has any.
const Node* chained(Compiler& compiler, const elm::Expression& expression, const Node* node) {
  const Node& source = *node->operands[0];
  std::vector<Link> links = links_of(source);
  if (compiler.tracing() || links.empty()) return node;
  links.push_back(links_of(*node).front());
  const auto kept = compiler.arena().array<Link>(links.size());
  std::ranges::copy(links, kept.begin());
  return compiler.node(expression, eval_chain, source.operands, compiler.data(Chain{kept}));
}

}  // namespace

const Node* element_of(Compiler& compiler, const elm::Expression& expression, const Node* source,
                       const Path* path) {
  return chained(compiler, expression, compiler.node(expression, eval_element, {source}, path));
}

const Node* cast_to(Compiler& compiler, const elm::Expression& expression, const Node* source,
                    const Type* type) {
  return chained(compiler, expression, compiler.node(expression, eval_cast, {source}, type));
}

}  // namespace cramp::engine
