#pragma once
// What a call tells the CQL, as parameters (docs/content.md, "What the CQL is given").

#include <span>
#include <string_view>
#include <vector>

#include "engine/evaluation.hpp"

namespace cramp::rules {

/// Holds the JSON nodes that the parameters look at; the texts must outlive it. Not to be moved.
class CallParameters {
 public:
  CallParameters(std::span<const std::string_view> unavailable, std::string_view encounter_id,
                 std::string_view user) {
    for (const std::string_view key : unavailable) keys_.push_back(text(key));
    list_.type = json::Type::kArray;
    list_.size = static_cast<std::uint32_t>(keys_.size());
    list_.items = keys_.data();
    encounter_ = text(encounter_id);
    user_ = text(user);
    parameters_.push_back({"Unavailable Data", json::View(&list_)});
    if (!encounter_id.empty()) parameters_.push_back({"Encounter Id", json::View(&encounter_)});
    if (!user.empty()) parameters_.push_back({"User Id", json::View(&user_)});
  }
  CallParameters(const CallParameters&) = delete;
  CallParameters& operator=(const CallParameters&) = delete;

  std::span<const engine::Parameter> list() const { return parameters_; }

 private:
  static json::Node text(std::string_view characters) {
    json::Node node;
    node.type = json::Type::kString;
    node.size = static_cast<std::uint32_t>(characters.size());
    node.text = characters.data();
    return node;
  }

  std::vector<json::Node> keys_;
  json::Node list_, encounter_, user_;
  std::vector<engine::Parameter> parameters_;
};

}  // namespace cramp::rules
