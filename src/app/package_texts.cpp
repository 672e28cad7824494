#include "app/package_texts.hpp"

#include <algorithm>
#include <filesystem>
#include <vector>

#include "base/file.hpp"
#include "json/writer.hpp"

namespace cramp::app {

namespace {

namespace fs = std::filesystem;
using json::Value;
using json::View;

std::vector<fs::path> sorted_entries(const fs::path& folder) {
  std::vector<fs::path> entries;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) entries.push_back(entry.path());
  std::ranges::sort(entries);
  return entries;
}

std::vector<fs::path> packages(const State& state) {
  return sorted_entries(state.content / "rules");
}

/// The file PACKAGE/folder/name+extension of the first package that has it. A name out of a URL is
/// compared with what is there, and never becomes part of a path itself.
std::optional<std::string> text_of(const State& state, const char* folder, std::string_view name,
                                   std::string_view extension) {
  for (const fs::path& package : packages(state)) {
    for (const fs::path& file : sorted_entries(package / folder)) {
      if (file.stem() != name || file.extension() != extension) continue;
      auto text = base::read_file(file);
      if (text) return std::move(*text);
    }
  }
  return std::nullopt;
}

/// The JSON of a file as it stands; "null" without it.
std::string json_of(const fs::path& file) {
  auto text = base::read_file(file);
  return text && json::parse(*text) ? std::move(*text) : "null";
}

std::string_view version_of(const State& state, const std::string& package) {
  for (const cdshooks::Offer& offer : state.pipeline.catalog->offers()) {
    if (offer.service->file.find("/" + package + "/") != std::string::npos)
      return offer.service->version;
  }
  return {};
}

/// {"bmp": "Basic metabolic panel", …}
Value activity_titles(const fs::path& package) {
  Value titles = Value::object();
  for (const fs::path& file : sorted_entries(package / "activities")) {
    auto text = base::read_file(file);
    if (!text) continue;
    const auto document = json::parse(std::move(*text));
    if (document) titles.set(file.stem().string(), document->root().string("title"));
  }
  return titles;
}

Value rules_of_cards(View expected) {
  Value rules = Value::array();
  for (const View card : expected.find("cards").items()) {
    for (const View rule : card.find("rules").items()) rules.push(rule.text());
  }
  return rules;
}

Value list_of(View expected, std::string_view name) {
  const View list = expected.find(name);
  return list ? Value(list) : Value::array();
}

Value summary_of(View test) {
  const View expected = test.find("expected");
  const auto has = [&](std::string_view name) {
    const json::Items items = test.find(name).items();
    return items.begin() != items.end();
  };
  return Value::object()
      .set("id", test.string("id"))
      .set("title", test.string("title"))
      .set("service", test.string("service"))
      .set("fires", rules_of_cards(expected))
      .set("notRules", list_of(expected, "notRules"))
      .set("unknown", list_of(expected, "unknown"))
      .set("suppressed", list_of(expected, "suppressed"))
      .set("unavailable", has("unavailable"))
      .set("history", has("history"));
}

}  // namespace

std::string content_json(const State& state) {
  std::string out = "{\"development\":";
  out += state.dev ? "true" : "false";
  out += ",\"discovery\":" + std::string(state.pipeline.catalog->discovery()) + ",\"packages\":[";
  for (const fs::path& package : packages(state)) {
    if (out.back() != '[') out += ',';
    const std::string name = package.filename();
    out += "{\"name\":" + json::write(Value(name));
    out += ",\"version\":" + json::write(Value(version_of(state, name)));
    out += ",\"activities\":" + json::write(activity_titles(package));
    out += ",\"rules\":" + json_of(package / "rules.json");
    out += ",\"changes\":" + json_of(package / "changes.json") + "}";
  }
  return out + "]}";
}

std::string cases_json(const State& state) {
  Value cases = Value::array();
  for (const fs::path& package : packages(state)) {
    for (const fs::path& file : sorted_entries(package / "cases")) {
      auto text = base::read_file(file);
      if (!text) continue;
      const auto document = json::parse(std::move(*text));
      if (!document) continue;
      const View root = document->root();
      if (!root.is_array()) cases.push(summary_of(root));
      for (const View test : root.items()) cases.push(summary_of(test));
    }
  }
  return json::write(cases);
}

std::optional<std::string> case_text(const State& state, std::string_view id) {
  return text_of(state, "cases", id, ".json");
}

std::optional<std::string> cql_text(const State& state, std::string_view library) {
  return text_of(state, "cql", library, ".cql");
}

std::optional<std::string> value_set_json(const State& state, std::string_view id) {
  const auto& terminology = state.pipeline.catalog->snapshot().terminology();
  for (terminology::ValueSetId set = 0; set < terminology.size(); ++set) {
    const std::string_view url = terminology.url(set);
    if (url.substr(url.find_last_of('/') + 1) != id) continue;
    Value codes = Value::array();
    for (const auto& coding : terminology.listed(set)) {
      codes.push(Value::object()
                     .set("system", coding.system)
                     .set("code", coding.code)
                     .set("display", coding.display));
    }
    return json::write(Value::object().set("id", id).set("codes", std::move(codes)));
  }
  return std::nullopt;
}

}  // namespace cramp::app
