#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "terminology/terminology.hpp"

namespace cramp::terminology {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view kSnomed = "http://snomed.info/sct";
constexpr std::string_view kIcd = "http://hl7.org/fhir/sid/icd-10-cm";
constexpr std::string_view kIcdWho = "http://hl7.org/fhir/sid/icd-10";
constexpr std::string_view kAtc = "http://www.whocc.no/atc";

std::string listing(std::string_view system, std::string_view codes) {
  return fmt::format(R"({{"system":"{}","concept":[{}]}})", system, codes);
}

std::string filter(std::string_view system, std::string_view code, std::string_view op = "is-a") {
  return fmt::format(
      R"({{"system":"{}","filter":[{{"property":"concept","op":"{}","value":"{}"}}]}})", system, op,
      code);
}

std::string reference(std::string_view url) {
  return fmt::format(R"({{"valueSet":["{}"]}})", url);
}

std::string value_set(std::string_view url, std::string_view include,
                      std::string_view exclude = "") {
  return fmt::format(
      R"({{"resourceType":"ValueSet","url":"{}","version":"1.0","compose":{{"include":[{}]{}}}}})",
      url, include, exclude.empty() ? "" : fmt::format(R"(,"exclude":[{}])", exclude));
}

/// Terminology of these resources; their faults in `faults`.
Terminology load(const std::vector<std::string>& resources, base::Faults& faults) {
  Terminology terminology;
  for (const std::string& text : resources) {
    const auto document = json::parse(text);
    EXPECT_TRUE(document.ok()) << text;
    if (document.ok()) terminology.add_value_set(document->root(), faults);
  }
  terminology.freeze(faults);
  return terminology;
}

Terminology loaded(const std::vector<std::string>& resources) {
  base::Faults faults;
  Terminology terminology = load(resources, faults);
  for (const base::Error& fault : faults) ADD_FAILURE() << base::describe(fault);
  return terminology;
}

/// The only fault of this one resource.
std::string fault_of(const std::string& resource) {
  base::Faults faults;
  load({resource}, faults);
  EXPECT_EQ(faults.size(), 1U) << resource;
  if (faults.empty()) return "none";
  EXPECT_EQ(faults[0].code, base::Code::kContent);
  return base::describe(faults[0]);
}

TEST(Terminology, FindsBySystemAndCode) {
  const Terminology terms = loaded({
      value_set("u:a", listing(kSnomed, R"({"code":"1"},{"code":"2"})")),
      value_set("u:b",
                listing(kSnomed, R"({"code":"2"})") + "," + listing("u:other", R"({"code":"1"})")),
  });
  EXPECT_EQ(terms.size(), 2U);
  EXPECT_THAT(terms.sets_of(kSnomed, "1"), ElementsAre(0));
  EXPECT_THAT(terms.sets_of(kSnomed, "2"), ElementsAre(0, 1));
  EXPECT_THAT(terms.sets_of("u:other", "1"), ElementsAre(1));
  EXPECT_THAT(terms.sets_of(kSnomed, "3"), IsEmpty());
  EXPECT_THAT(terms.sets_of("u:none", "1"), IsEmpty());
  EXPECT_THAT(terms.sets_of("", "1"), IsEmpty());
  EXPECT_THAT(terms.sets_of(kSnomed, ""), IsEmpty());
  EXPECT_TRUE(terms.contains(1, kSnomed, "2"));
  EXPECT_FALSE(terms.contains(1, kSnomed, "1"));
  EXPECT_FALSE(terms.contains(7, kSnomed, "2"));
}

TEST(Terminology, FindsByCanonical) {
  const Terminology terms = loaded({value_set("u:a", listing(kSnomed, R"({"code":"1"})")),
                                    value_set("u:b", listing(kSnomed, R"({"code":"1"})"))});
  EXPECT_EQ(terms.find("u:b"), 1U);
  EXPECT_EQ(terms.find("u:b|1.0"), 1U);
  EXPECT_EQ(terms.find("u:b|2.0"), std::nullopt);
  EXPECT_EQ(terms.find("u:c"), std::nullopt);
  EXPECT_EQ(terms.find(""), std::nullopt);
  EXPECT_EQ(terms.url(1), "u:b");
}

TEST(Terminology, PrefixesOfIcd) {
  const Terminology terms = loaded({value_set("u:a", filter(kIcd, "M79.1"))});
  for (const auto* inside : {"M79.1", "M791", "M79.10", "M7910", "M79.18", "M79.1X9A"}) {
    EXPECT_TRUE(terms.contains(0, kIcd, inside)) << inside;
    EXPECT_THAT(terms.sets_of_code(inside), ElementsAre(0)) << inside;
  }
  for (const auto* outside : {"M79.2", "M7", "M79", "M79.", "m79.1", "XM79.1", ".", ""}) {
    EXPECT_FALSE(terms.contains(0, kIcd, outside)) << outside;
    EXPECT_THAT(terms.sets_of_code(outside), IsEmpty()) << outside;
  }
  EXPECT_FALSE(terms.contains(0, kIcdWho, "M79.1"));
  EXPECT_FALSE(terms.contains(0, kSnomed, "M79.1"));
  EXPECT_FALSE(terms.contains(0, kIcd, "M79.1" + std::string(100, '0')));
  EXPECT_TRUE(terms.has_filters(0));
  EXPECT_TRUE(terms.listed(0).empty());
}

TEST(Terminology, ListedIcdCodesMatchExactlyButForTheDot) {
  const Terminology terms = loaded({value_set("u:a", listing(kIcd, R"({"code":"R25.2"})")),
                                    value_set("u:b", listing(kIcdWho, R"({"code":"E876"})"))});
  for (const auto* code : {"R25.2", "R252"}) {
    EXPECT_THAT(terms.sets_of(kIcd, code), ElementsAre(0));
    EXPECT_THAT(terms.sets_of_code(code), ElementsAre(0));
  }
  EXPECT_THAT(terms.sets_of(kIcdWho, "E87.6"), ElementsAre(1));
  EXPECT_THAT(terms.sets_of(kIcd, "R25.20"), IsEmpty());
  EXPECT_THAT(terms.sets_of(kIcd, "R25"), IsEmpty());
  EXPECT_FALSE(terms.has_filters(0));
}

TEST(Terminology, DotsCountInFlatSystemsAndAtc) {
  const Terminology terms = loaded({value_set("u:a", listing("u:flat", R"({"code":"1.2"})")),
                                    value_set("u:b", filter(kAtc, "C03A"))});
  EXPECT_THAT(terms.sets_of("u:flat", "1.2"), ElementsAre(0));
  EXPECT_THAT(terms.sets_of("u:flat", "12"), IsEmpty());
  EXPECT_THAT(terms.sets_of_code("12"), IsEmpty());
  EXPECT_THAT(terms.sets_of(kAtc, "C03AA03"), ElementsAre(1));
  EXPECT_THAT(terms.sets_of(kAtc, "C03A"), ElementsAre(1));
  EXPECT_THAT(terms.sets_of(kAtc, "C03"), IsEmpty());
  EXPECT_THAT(terms.sets_of(kAtc, "C03.A"), IsEmpty());
}

TEST(Terminology, NestedPrefixesAndExactCodesAddUp) {
  const Terminology terms = loaded({
      value_set("u:wide", filter(kIcd, "E1")),
      value_set("u:narrow", filter(kIcd, "E11.4")),
      value_set("u:exact", listing(kIcd, R"({"code":"E11.42"})")),
      value_set("u:below", filter(kIcd, "E11.4", "descendent-of")),
  });
  EXPECT_THAT(terms.sets_of(kIcd, "E1"), ElementsAre(0));
  EXPECT_THAT(terms.sets_of(kIcd, "E11.9"), ElementsAre(0));
  EXPECT_THAT(terms.sets_of(kIcd, "E11.4"), ElementsAre(0, 1));
  EXPECT_THAT(terms.sets_of(kIcd, "E11.41"), ElementsAre(0, 1, 3));
  EXPECT_THAT(terms.sets_of(kIcd, "E11.42"), ElementsAre(0, 1, 2, 3));
  EXPECT_THAT(terms.sets_of(kIcd, "E11.421"), ElementsAre(0, 1, 3));
  EXPECT_THAT(terms.sets_of(kIcd, "E"), IsEmpty());
}

TEST(Terminology, CodesWithoutASystemMatchInAny) {
  const Terminology terms = loaded({
      value_set("u:flat", listing(kSnomed, R"({"code":"C03AA03"})")),
      value_set("u:atc", filter(kAtc, "C03A")),
      value_set("u:icd", filter(kIcd, "C03")),
      value_set("u:other", listing("u:x", R"({"code":"C03AA03"},{"code":"1.5"})")),
  });
  EXPECT_THAT(terms.sets_of_code("C03AA03"), ElementsAre(0, 1, 2, 3));
  EXPECT_THAT(terms.sets_of_code("C03AA04"), ElementsAre(1, 2));
  EXPECT_THAT(terms.sets_of_code("C03.9"), ElementsAre(2));
  EXPECT_THAT(terms.sets_of_code("C0"), IsEmpty());
  EXPECT_THAT(terms.sets_of_code("1.5"), ElementsAre(3));
  EXPECT_THAT(terms.sets_of_code(""), IsEmpty());
}

TEST(Terminology, ExcludesListedCodes) {
  const Terminology terms = loaded({
      value_set("u:a", filter(kIcd, "E11"), listing(kIcd, R"({"code":"E11.9"})")),
      value_set("u:b", listing(kSnomed, R"({"code":"1"},{"code":"2"})"),
                listing(kSnomed, R"({"code":"2"})")),
      value_set("u:all", filter(kIcd, "E1")),
  });
  EXPECT_THAT(terms.sets_of(kIcd, "E119"), ElementsAre(2));
  EXPECT_THAT(terms.sets_of_code("E11.9"), ElementsAre(2));
  EXPECT_THAT(terms.sets_of(kIcd, "E11.90"), ElementsAre(0, 2)) << "only the code itself";
  EXPECT_THAT(terms.sets_of(kSnomed, "1"), ElementsAre(1));
  EXPECT_THAT(terms.sets_of(kSnomed, "2"), IsEmpty());
  ASSERT_EQ(terms.listed(1).size(), 1U);
  EXPECT_EQ(terms.listed(1)[0].code, "1");
}

TEST(Terminology, IncludesOtherSets) {
  const Terminology terms = loaded({
      value_set("u:all", reference("u:part|1.0") + "," + listing(kSnomed, R"({"code":"1"})")),
      value_set("u:less", reference("u:all"), listing(kSnomed, R"({"code":"2"})")),
      value_set(
          "u:part",
          listing(kSnomed, R"({"code":"2"},{"code":"3"},{"code":"4"})") + "," + filter(kIcd, "E11"),
          listing(kSnomed, R"({"code":"4"})")),
  });
  EXPECT_THAT(terms.sets_of(kSnomed, "1"), ElementsAre(0, 1));
  EXPECT_THAT(terms.sets_of(kSnomed, "2"), ElementsAre(0, 2));
  EXPECT_THAT(terms.sets_of(kSnomed, "3"), ElementsAre(0, 1, 2));
  EXPECT_THAT(terms.sets_of(kSnomed, "4"), IsEmpty());
  EXPECT_THAT(terms.sets_of(kIcd, "E11.9"), ElementsAre(0, 1, 2));
  EXPECT_TRUE(terms.has_filters(1));
  std::string codes;
  for (const auto& coding : terms.listed(1)) codes += coding.code;
  EXPECT_EQ(codes, "13");
}

TEST(Terminology, ListsCodesInOrderOnce) {
  const Terminology terms = loaded({value_set(
      "u:a", R"({"system":"u:s","version":"7","concept":[{"code":"b","display":"B"},{"code":"a"},
             {"code":"b","display":"again","designation":[{"value":"x"}]}]})")});
  const auto listed = terms.listed(0);
  ASSERT_EQ(listed.size(), 2U);
  EXPECT_EQ(listed[0].code, "b");
  EXPECT_EQ(listed[0].display, "B");
  EXPECT_EQ(listed[0].system, "u:s");
  EXPECT_EQ(listed[0].version, "7");
  EXPECT_EQ(listed[1].code, "a");
  EXPECT_TRUE(terms.listed(9).empty());
}

TEST(Terminology, TakesAnExpansion) {
  const Terminology terms = loaded({R"({"resourceType":"ValueSet","url":"u:a",
    "compose":{"include":[{"system":"u:whole"}]},
    "expansion":{"total":3,"contains":[{"system":"u:s","code":"1"},
      {"system":"u:s","code":"group","abstract":true,"contains":[{"system":"u:s","code":"2"}]}]}})"});
  EXPECT_TRUE(terms.contains(0, "u:s", "1"));
  EXPECT_TRUE(terms.contains(0, "u:s", "2"));
  EXPECT_FALSE(terms.contains(0, "u:s", "group"));
}

TEST(Terminology, RefusesWhatItDoesNotUnderstand) {
  const std::pair<std::string, std::string> cases[] = {
      {R"({"resourceType":"CodeSystem","url":"u:a"})", "u:a: is not a ValueSet"},
      {R"({"resourceType":"ValueSet","id":"x","compose":{"include":[{"system":"s","concept":[{"code":"1"}]}]}})",
       "ValueSet/x: has no url"},
      {R"({"resourceType":"ValueSet","url":"u:a"})", "u:a: has no content"},
      {value_set("u:a", ""), "includes nothing"},
      {value_set("u:a", "{}"), "no system"},
      {value_set("u:a", R"({"system":"u:s"})"), "either concepts or one filter"},
      {value_set("u:a", R"({"system":"u:s","concept":[]})"), "either concepts or one filter"},
      {value_set("u:a", R"({"concept":[{"code":"1"}]})"), "no system"},
      {value_set("u:a", listing(kSnomed, R"({"display":"x"})")), "no code"},
      {value_set("u:a", listing(kSnomed, R"({"code":"1","concept":[]})")), "'concept'"},
      {value_set("u:a", listing(kIcd, "{\"code\":\"" + std::string(40, '1') + "\"}")), "too long"},
      {value_set("u:a", filter(kIcd, "E11", "in")), "'concept in' is not supported"},
      {value_set("u:a", filter(kIcd, "E11", "is-not-a")), "is not supported"},
      {value_set("u:a", filter(kSnomed, "1")), "hierarchical"},
      {value_set("u:a", filter(kIcd, "")), "no code"},
      {value_set("u:a",
                 R"({"system":"u:s","filter":[{"property":"parent","op":"=","value":"1"}]})"),
       "'parent ='"},
      {value_set("u:a", R"({"valueSet":["u:b","u:c"]})"), "one value set"},
      {value_set("u:a", R"({"system":"u:s","valueSet":["u:b"]})"), "one value set"},
      {value_set("u:a", R"({"system":"u:s","concept":[{"code":"1"}],"copyright":"x"})"),
       "'copyright'"},
      {value_set("u:a", reference("u:none")), "u:none, which is not loaded"},
      {value_set("u:a", reference("u:a")), "includes itself"},
      {value_set("u:a", listing(kSnomed, R"({"code":"1"})"), R"({"system":"u:s"})"),
       "lists no codes"},
      {R"({"resourceType":"ValueSet","url":"u:a","expansion":{"contains":[]}})", "is empty"},
      {R"({"resourceType":"ValueSet","url":"u:a","expansion":{"total":2,"contains":[{"system":"s","code":"1"}]}})",
       "1 of 2 codes"},
  };
  for (const auto& [resource, expected] : cases) {
    EXPECT_THAT(fault_of(resource), HasSubstr(expected)) << resource;
  }
}

TEST(Terminology, ReportsEveryFaultOfASet) {
  base::Faults faults;
  load({value_set("u:a", listing(kSnomed, R"({"code":"1"},{})") + "," + filter(kSnomed, "1"),
                  reference("u:b"))},
       faults);
  ASSERT_EQ(faults.size(), 4U);
  EXPECT_THAT(base::describe(faults[2]), HasSubstr("exclude has 'valueSet'"));
  EXPECT_THAT(base::describe(faults[3]), HasSubstr("exclude has no system"));
}

TEST(Terminology, RefusesDuplicateUrlsAndWrongVersions) {
  base::Faults faults;
  const Terminology terms = load(
      {value_set("u:a", listing(kSnomed, R"({"code":"1"})")),
       value_set("u:a", listing(kSnomed, R"({"code":"2"})")), value_set("u:b", reference("u:a|9"))},
      faults);
  ASSERT_EQ(faults.size(), 2U);
  EXPECT_THAT(base::describe(faults[0]), HasSubstr("same url"));
  EXPECT_THAT(base::describe(faults[1]), HasSubstr("u:a|9"));
  EXPECT_THAT(terms.sets_of(kSnomed, "2"), IsEmpty());
}

TEST(Terminology, ReportsCirclesAndGoesOn) {
  base::Faults faults;
  const Terminology terms =
      load({value_set("u:a", reference("u:b")), value_set("u:b", reference("u:c")),
            value_set("u:c", reference("u:a") + "," + listing(kSnomed, R"({"code":"1"})"))},
           faults);
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_THAT(base::describe(faults[0]), HasSubstr("includes itself by way of u:a"));
  EXPECT_THAT(terms.sets_of(kSnomed, "1"), ElementsAre(0, 1, 2));
}

TEST(Terminology, KeepsNothingOfTheDocument) {
  Terminology terms;
  base::Faults faults;
  {
    const auto document =
        json::parse(value_set("u:a", listing(kSnomed, R"({"code":"12345678901234567890"})")));
    terms.add_value_set(document->root(), faults);
  }
  EXPECT_THAT(terms.sets_of(kSnomed, "12345678901234567890"), IsEmpty()) << "not frozen yet";
  terms.freeze(faults);
  const Terminology moved = std::move(terms);
  EXPECT_THAT(moved.sets_of(kSnomed, "12345678901234567890"), ElementsAre(0));
}

TEST(Terminology, IsReadByManyThreads) {
  std::string codes;
  for (int i = 0; i < 2000; ++i) codes += fmt::format(R"({{"code":"{}"}},)", i);
  const Terminology terms = loaded(
      {value_set("u:a", listing(kSnomed, codes + R"({"code":"x"})") + "," + filter(kIcd, "E11"))});
  std::vector<std::thread> threads;
  std::array<int, 4> found{};
  for (int& count : found) {
    threads.emplace_back([&terms, &count] {
      for (int i = 0; i < 4000; ++i) {
        count += static_cast<int>(terms.sets_of(kSnomed, std::to_string(i)).size());
        count += static_cast<int>(terms.sets_of(kIcd, "E11." + std::to_string(i)).size());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(found, testing::Each(6000));
}

TEST(Terminology, LoadsTheShippedValueSets) {
  const std::filesystem::path folder = CRAMP_SOURCE_DIR "/profiles/valuesets";
  std::vector<std::string> resources;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".json") continue;
    std::ifstream file(entry.path());
    std::stringstream text;
    text << file.rdbuf();
    resources.push_back(text.str());
  }
  ASSERT_FALSE(resources.empty());
  const Terminology terms = loaded(resources);
  EXPECT_EQ(terms.size(), resources.size());
  std::size_t codings = 0;
  for (ValueSetId id = 0; id < terms.size(); ++id) {
    for (const auto& coding : terms.listed(id)) {
      EXPECT_TRUE(terms.contains(id, coding.system, coding.code)) << terms.url(id) << coding.code;
      EXPECT_THAT(terms.sets_of_code(coding.code), testing::Contains(id)) << coding.code;
      ++codings;
    }
    EXPECT_TRUE(!terms.listed(id).empty() || terms.has_filters(id)) << terms.url(id);
  }
  EXPECT_GT(codings, 1000U);
}

}  // namespace
}  // namespace cramp::terminology
