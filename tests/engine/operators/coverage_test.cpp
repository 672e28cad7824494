// Every operator of the engine's tables has cases: one for each of its overloads (signatures.txt),
// and one with null in each of its operands.

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "case_file.hpp"

namespace cramp::engine {
namespace {

using Words = std::vector<std::string>;

Words words_of(const std::string& text) {
  std::istringstream in(text);
  Words words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

/// What the letters of signatures.txt stand for.
std::map<std::string, Words> read_letters(std::ifstream& in) {
  std::map<std::string, Words> letters;
  for (std::string line; std::getline(in, line) && line != "--";) {
    if (line.empty() || line[0] == '#') continue;
    Words words = words_of(line);
    letters[words[0]] = Words(words.begin() + 2, words.end());
  }
  return letters;
}

std::string replaced(const std::string& word, const std::string& letter, const std::string& type) {
  if (word == letter) return type;
  const auto inner = word.find('<' + letter + '>');
  if (inner == std::string::npos) return word;
  return word.substr(0, inner) + '<' + type + '>' + word.substr(inner + letter.size() + 2);
}

/// One signature for each type that its letters stand for.
void expand(const std::map<std::string, Words>& letters, const Words& signature,
            std::vector<Words>& result) {
  for (const auto& [letter, types] : letters) {
    Words probe = signature;
    for (std::string& word : probe) word = replaced(word, letter, "");
    if (probe == signature) continue;
    for (const std::string& type : types) {
      Words next = signature;
      for (std::string& word : next) word = replaced(word, letter, type);
      expand(letters, next, result);
    }
    return;
  }
  result.push_back(signature);
}

std::map<std::string, std::vector<Words>> read_signatures() {
  std::ifstream in(CRAMP_SOURCE_DIR "/tests/engine/operators/signatures.txt");
  const auto letters = read_letters(in);
  std::map<std::string, std::vector<Words>> signatures;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') continue;
    const auto colon = line.find(':');
    for (const std::string& op : words_of(line.substr(0, colon))) {
      if (colon + 1 == line.size()) signatures[op].emplace_back();
      std::istringstream alternatives(line.substr(colon + 1));
      for (std::string alternative; std::getline(alternatives, alternative, '|');) {
        expand(letters, words_of(alternative), signatures[op]);
      }
    }
  }
  return signatures;
}

std::string type_of(const Value& value) {
  const std::string type(name(value.kind()));
  const auto of = [&](const std::string& inner) { return type + '<' + inner + '>'; };
  if (value.is(Kind::kInterval)) {
    const Interval& range = value.as_interval();
    const Value& bound = range.low.is_null() ? range.high : range.low;
    return of(std::string(name(bound.is_null() ? range.point : bound.kind())));
  }
  if (!value.is(Kind::kList)) return type;
  for (const Value& item : value.as_list().items) {
    if (!item.is_null()) return of(type_of(item));
  }
  return of("");
}

bool fits(const std::string& wanted, const std::string& type) {
  return wanted == type || (wanted == "Any" && type != "Null") ||
         (wanted == "List" && type.starts_with("List<"));
}

bool fits(const Words& signature, const cases::Call& call) {
  std::string attribute;
  auto word = signature.begin();
  if (word != signature.end() && word->front() == '<') attribute = *word++;
  if (attribute != (call.attribute.empty() ? "" : '<' + std::string(call.attribute) + '>')) {
    return false;
  }
  return std::equal(
      word, signature.end(), call.operands.begin(), call.operands.end(),
      [](const std::string& wanted, const Value& value) { return fits(wanted, type_of(value)); });
}

class OperatorCoverage : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const auto& file : cases::case_files()) {
      contexts_.push_back(std::make_unique<cases::CaseContext>());
      contexts_.back()->for_each_case(file, [&](const std::string&, cases::Reader& reader) {
        const cases::Call call = cases::read_call(reader);
        calls_[std::string(call.name)].push_back(call);
      });
    }
  }

  std::vector<std::unique_ptr<cases::CaseContext>> contexts_;  // hold the operands
  std::map<std::string, std::vector<cases::Call>> calls_;
};

TEST_F(OperatorCoverage, EveryOverloadOfEveryOperatorHasACase) {
  const auto signatures = read_signatures();
  std::set<std::string> names;
  for (const Operator& op : all_operators()) {
    const std::string name(op.name);
    names.insert(name);
    const auto known = signatures.find(name);
    if (known == signatures.end()) {
      ADD_FAILURE() << "signatures.txt lacks " << name;
      continue;
    }
    for (const Words& signature : known->second) {
      const auto& calls = calls_[name];
      EXPECT_TRUE(std::any_of(calls.begin(), calls.end(),
                              [&](const cases::Call& call) { return fits(signature, call); }))
          << "no case: " << name << " " << ::testing::PrintToString(signature);
    }
  }
  for (const auto& [name, rows] : signatures) {
    EXPECT_TRUE(names.contains(name)) << "not an operator: " << name;
  }
}

TEST_F(OperatorCoverage, EveryOperandIsOnceNull) {
  for (const Operator& op : all_operators()) {
    const auto& calls = calls_[std::string(op.name)];
    const std::size_t operands = std::min<std::size_t>(op.max_operands, 8);
    for (std::size_t i = 0; i < operands; ++i) {
      const bool is_null = std::any_of(calls.begin(), calls.end(), [i](const cases::Call& call) {
        return call.operands.size() > i && call.operands[i].is_null();
      });
      // A repeated operand is as its second.
      EXPECT_TRUE(is_null || (op.max_operands > 8 && i > 1))
          << op.name << ": operand " << i + 1 << " is never null";
    }
  }
}

}  // namespace
}  // namespace cramp::engine
