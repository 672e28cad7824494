#include "app/explain.hpp"

#include <optional>
#include <vector>

#include "rules/rule_explanations.hpp"

namespace cramp::app {

base::Result<Explained> explain(const Pipeline& traced, std::string_view service_id,
                                std::string body, const time::Temporal& now, CallRecord& record,
                                const Withhold& withhold) {
  std::optional<rules::RuleExplanations> why;
  const rules::Observer observer = [&](const engine::Evaluation& evaluation) {
    if (why) why->add(evaluation);
  };
  Pipeline pipeline = traced;
  pipeline.observer = &observer;
  Call call(pipeline, record);
  if (const auto read = call.read(service_id, std::move(body)); !read) return read.error();
  why.emplace(*call.offer().service, pipeline.catalog->snapshot().terminology());
  if (const auto evaluated = call.evaluate(now); !evaluated) return evaluated.error();
  if (withhold) withhold(call);
  Explained explained{.response = call.write(), .explanation = {}};
  std::vector<std::vector<std::string>> cards;
  for (const CardRecord& card : record.cards) cards.push_back(card.rules);
  explained.explanation = why->write(record.unavailable, cards);
  return explained;
}

}  // namespace cramp::app
