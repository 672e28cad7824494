// cramp-cds eval and invoke --explain as people call them (docs/eval.md).

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "json/document.hpp"
#include "json/writer.hpp"
#include "process.hpp"

namespace cramp::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

namespace fs = std::filesystem;

const fs::path kSource = CRAMP_SOURCE_DIR;

std::string contents(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

/// `eval` of the library Explain with these arguments more.
Finished eval(std::vector<std::string> more, std::string_view input = {}) {
  std::vector<std::string> arguments{"eval",
                                     "--library",
                                     kSource / "tests/engine/data/elm/Explain.json",
                                     "--library-path",
                                     kSource / "rules/leg-cramps/elm",
                                     "--valuesets",
                                     kSource / "tests/engine/data/valuesets"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return run(arguments, input);
}

const std::string kPatient = kSource / "tests/engine/data/fhir/patient.json";

/// The patient of the tests in one line, as a Bundle with this id.
std::string bundle(const std::string& id) {
  json::Value value(json::parse(contents(kPatient))->root());
  value.set("id", id);
  return json::write(value);
}

class Folder {
 public:
  Folder()
      : path_(fs::temp_directory_path() /
              std::string("cramp-eval-").append(std::to_string(getpid()))) {
    fs::create_directories(path_);
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
    return path_ / name;
  }
  std::string path() const { return path_; }

 private:
  fs::path path_;
};

TEST(Eval, PrintsTheValuesOfOneBundle) {
  const Finished done = eval({"--data", kPatient, "--expression", "Either"});
  EXPECT_EQ(done.status, 0) << done.err;
  EXPECT_EQ(done.out, "{\"Either\":true}\n");
  EXPECT_THAT(done.err, IsEmpty());
}

TEST(Eval, ReadsABundleFromStandardInput) {
  const Finished pretty = eval({"--data", "-", "--expression", "Either"}, contents(kPatient));
  EXPECT_EQ(pretty.out, "{\"Either\":true}\n");
  const Finished compact = eval({"--data", "-", "--expression", "Either"}, bundle("a") + "\n");
  EXPECT_EQ(compact.out, "{\"Either\":true}\n");
}

TEST(Eval, ReadsNdjsonInOrderWithAnyNumberOfThreads) {
  const Folder folder;
  std::string input, wanted;
  for (int i = 0; i < 60; ++i) {
    const std::string id = std::string("b").append(std::to_string(i));
    input += bundle(id) + "\n";
    if (i % 7 == 0) input += "\n";
    wanted.append("{\"data\":\"").append(id).append("\",\"values\":{\"Either\":true}}\n");
  }
  const std::string file = folder.write("all.ndjson", input);
  for (const char* threads : {"1", "2", "5"}) {
    const Finished done = eval({"--data", file, "--expression", "Either", "--threads", threads});
    EXPECT_EQ(done.status, 0) << done.err;
    EXPECT_EQ(done.out, wanted);
  }
  EXPECT_EQ(eval({"--data", "-", "--expression", "Either"}, input).out, wanted);
}

TEST(Eval, OfOneLineOfNdjsonPrintsOneLine) {
  const Folder folder;
  const std::string file = folder.write("one.ndjson", bundle("only"));
  EXPECT_EQ(eval({"--data", file, "--expression", "Either"}).out,
            "{\"data\":\"only\",\"values\":{\"Either\":true}}\n");
  const std::string unnamed = folder.write("two.ndjson", R"({"resourceType":"Bundle"})");
  EXPECT_THAT(eval({"--data", unnamed, "--expression", "Either"}).out,
              StartsWith("{\"data\":\"1\","));
}

TEST(Eval, GoesOnAfterBrokenLines) {
  const Folder folder;
  const std::string file =
      folder.write("some.ndjson", bundle("a") + "\n{broken\n[1]\n" + bundle("b") + "\n");
  const Finished done = eval({"--data", file, "--expression", "Either"});
  EXPECT_EQ(done.status, 1);
  EXPECT_EQ(done.out,
            "{\"data\":\"a\",\"values\":{\"Either\":true}}\n"
            "{\"data\":\"b\",\"values\":{\"Either\":true}}\n");
  EXPECT_THAT(done.err, AllOf(HasSubstr("some.ndjson:2: "), HasSubstr("some.ndjson:3: "),
                              HasSubstr("2 of 4 patients could not be read")));
}

TEST(Eval, ReadsAFolder) {
  const Folder folder;
  folder.write("b.json", bundle("x"));
  folder.write("a.json", contents(kPatient));
  folder.write("c.json", "no JSON");
  const Finished done = eval({"--data", folder.path(), "--expression", "Either"});
  EXPECT_EQ(done.status, 1);
  EXPECT_EQ(done.out,
            "{\"data\":\"a.json\",\"values\":{\"Either\":true}}\n"
            "{\"data\":\"b.json\",\"values\":{\"Either\":true}}\n");
  EXPECT_THAT(done.err, HasSubstr("c.json: "));
}

TEST(Eval, RefusesDataThatIsNotThere) {
  EXPECT_EQ(eval({"--data", "/nowhere/at.json"}).status, 2);
  const Folder folder;
  const Finished broken = eval({"--data", folder.write("a.json", "{")});
  EXPECT_EQ(broken.status, 2);
  EXPECT_THAT(broken.out, IsEmpty());
}

TEST(Eval, NamesTheLineOfTheCqlThatFailed) {
  const Finished done = eval({"--data", kPatient, "--expression", "Fails"});
  EXPECT_EQ(done.status, 0);
  EXPECT_EQ(done.out, "{\"Fails\":{\"error\":\"Explain:64: code: on purpose\"}}\n");
  EXPECT_THAT(done.err,
              AllOf(HasSubstr("tests/engine/data/cql/Explain.cql:64:17: code: on purpose\n"),
                    HasSubstr("    define \"Fails\": Message(Patient.id.value, true, 'code', "),
                    HasSubstr("\n                    ^\n")));
}

TEST(Eval, CountsAFailureOfManyPatientsOnce) {
  const std::string line = bundle("a") + "\n";
  const Finished done = eval({"--data", "-", "--expression", "Fails"}, line + line + line);
  EXPECT_EQ(done.status, 0);
  EXPECT_THAT(done.err, HasSubstr("3 times: \"Fails\" failed at "));
}

TEST(Eval, NamesTheLineOfTheCqlThatCannotBeLinked) {
  const Folder folder;
  folder.write("Bad.cql", "library Bad\n\ndefine X:\n  Missing + 1\n");
  const std::string file = folder.write(
      "Bad.json",
      R"({"library":{"identifier":{"id":"Bad"},"statements":{"def":[{"name":"X","locator":)"
      R"("3:1-4:13","expression":{"type":"ExpressionRef","locator":"4:3-4:9","name":"Missing"}}]}}})");
  const Finished done = run({"eval", "--library", file});
  EXPECT_EQ(done.status, 2);
  EXPECT_THAT(done.err, AllOf(HasSubstr("Bad.cql:4: "), HasSubstr("\"Missing\" does not resolve"),
                              HasSubstr("      Missing + 1\n")));
}

TEST(Eval, NamesAFileThatIsNoLibrary) {
  const Folder folder;
  const std::string bundle_file = folder.write("Bundle.json", R"({"resourceType":"Bundle"})");
  const Finished bundle_given = run({"eval", "--library", bundle_file});
  EXPECT_EQ(bundle_given.status, 2);
  EXPECT_THAT(bundle_given.err, AllOf(HasSubstr(bundle_file), HasSubstr("not an ELM library")));
  const std::string cql_file = folder.write("Some.cql", "library Some\n");
  const Finished cql_given = run({"eval", "--library", cql_file});
  EXPECT_EQ(cql_given.status, 2);
  EXPECT_THAT(cql_given.err, HasSubstr(cql_file + " is CQL; eval takes the ELM"));
}

TEST(Eval, SaysWhereValueSetsAreLookedFor) {
  const Folder folder;
  const std::string file = folder.write(
      "Sets.json", R"({"library":{"identifier":{"id":"Sets"},"valueSets":{"def":[{"name":"V",)"
                   R"("id":"http://example.org/v"}]},"statements":{"def":[{"name":"X",)"
                   R"("expression":{"type":"ValueSetRef","name":"V"}}]}}})");
  const Finished done = run({"eval", "--library", file});
  EXPECT_EQ(done.status, 2);
  EXPECT_THAT(done.err, AllOf(HasSubstr("value set \"V\" is not loaded: http://example.org/v"),
                              HasSubstr("that --valuesets names")));
}

TEST(Eval, SuggestsNames) {
  const Finished done = eval({"--data", kPatient, "--expression", "either"});
  EXPECT_EQ(done.status, 2);
  EXPECT_THAT(done.err, HasSubstr("Explain has no definition \"either\"; did you mean \"Either\""));
  const Finished far = eval({"--data", kPatient, "--expression", "qqqqqqqqqqqqqqqqq"});
  EXPECT_THAT(far.err, Not(HasSubstr("did you mean")));
  const Finished parameter = eval(
      {"--data", kPatient, "--expression", "Known", "--parameter", "Unavailable data=[\"labs\"]"});
  EXPECT_EQ(parameter.status, 0);
  EXPECT_THAT(parameter.err, HasSubstr("did you mean \"Unavailable Data\"?"));
  EXPECT_EQ(parameter.out, "{\"Known\":true}\n");
}

TEST(Eval, TakesParameters) {
  const auto known = [](const std::string& value) {
    return eval(
        {"--expression", "Known", "--parameter", std::string("Unavailable Data=").append(value)});
  };
  EXPECT_EQ(known("[\"labs\"]").out, "{\"Known\":false}\n");
  EXPECT_EQ(known("[]").out, "{\"Known\":true}\n");
  for (const char* bad : {"{\"a\":1}", "[1]", "\"labs\"", "5"}) {
    const Finished done = known(bad);
    EXPECT_EQ(done.status, 2) << bad;
    EXPECT_THAT(done.err, HasSubstr("is not of type List<System.String>, as Explain declares it; "
                                    "an example: [\"text\"]"));
  }
  EXPECT_THAT(known("labs").err, HasSubstr("--parameter wants NAME=JSON"));
}

TEST(Eval, Explains) {
  const Finished done = eval({"--data", kPatient, "--expression", "Either", "--explain"});
  EXPECT_EQ(done.status, 0) << done.err;
  const auto document = json::parse(done.out);
  ASSERT_TRUE(document.ok());
  const json::View why = document->root().find("Either");
  EXPECT_TRUE(why.find("value").boolean());
  EXPECT_EQ(why.find("source").string("locator"), "26:1-27:43");
  EXPECT_EQ(why.find("evidence").at(0).string("id"), "c1");
  EXPECT_EQ(why.find("because").at(0).string("operation"), "Or");
}

TEST(Eval, HasHelpAndVersion) {
  EXPECT_THAT(run({"eval", "--help"}).out, HasSubstr("Examples:"));
  EXPECT_EQ(run({"eval", "--version"}).status, 0);
}

/// The largest resident set of all children so far, in KiB.
long children_kib() {
  rusage usage{};
  getrusage(RUSAGE_CHILDREN, &usage);
  return usage.ru_maxrss;
}

TEST(Eval, NeedsNoMoreMemoryForMorePatients) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "AddressSanitizer keeps what is freed";
#endif
  const Folder folder;
  const std::string line = bundle("a") + "\n";
  std::string many;
  while (many.size() < (8U << 20U)) many += line;
  ASSERT_EQ(
      eval({"--data", folder.write("few.ndjson", line + line), "--expression", "Either"}).status,
      0);
  const long few = children_kib();
  ASSERT_EQ(eval({"--data", folder.write("many.ndjson", many), "--expression", "Either"}).status,
            0);
  EXPECT_LT(children_kib(), few + 4096);  // half of what the file alone would take
}

TEST(Invoke, ExplainsEachRule) {
  const auto chart = json::parse(contents(kSource / "rules/leg-cramps/cases/50b.json"));
  ASSERT_TRUE(chart.ok());
  json::Value request = json::Value::object();
  json::Value entries = json::Value::array();
  for (const json::View resource : chart->root().find("data").items()) {
    entries.push(json::Value::object().set("resource", json::Value(resource)));
  }
  request.set("resourceType", "Bundle").set("type", "collection").set("entry", entries);
  const Finished done =
      run({"invoke", "leg-cramp-patient-view", "-", "--explain", "--now", "2026-03-01T12:00:00Z"},
          json::write(request));
  ASSERT_EQ(done.status, 0) << done.err;
  const auto document = json::parse(done.out);
  ASSERT_TRUE(document.ok());
  EXPECT_GT(document->root().find("response").find("cards").size(), 0U);
  const json::View explanation = document->root().find("explanation");
  EXPECT_GT(explanation.find("conditions").size(), 0U);
  json::View low, high;
  for (const json::View rule : explanation.find("rules").items()) {
    if (rule.string("rule") == "lab-hypokalaemia") low = rule;
    if (rule.string("rule") == "lab-hyperkalaemia") high = rule;
  }
  EXPECT_EQ(low.string("status"), "fired");
  EXPECT_EQ(low.find("cards").at(0).text(), "0");
  bool names_value = false;
  for (const json::View one : low.find("why").find("evidence").items()) {
    names_value = names_value || one.string("path") == "value.value";
  }
  EXPECT_TRUE(names_value);
  EXPECT_EQ(high.string("status"), "notFired");
  EXPECT_FALSE(high.find("why").string("error").size());
}

TEST(Invoke, SaysWhichRulesCouldNotBeAssessed) {
  const std::string request =
      R"({"hook":"patient-view","hookInstance":"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",)"
      R"("context":{"userId":"Practitioner/a","patientId":"p"},"prefetch":{"patient":)"
      R"({"resourceType":"Patient","id":"p","gender":"male","birthDate":"1981-01-15"},)"
      R"("conditions":{"resourceType":"Bundle","type":"searchset","entry":[{"resource":)"
      R"({"resourceType":"Condition","id":"c","subject":{"reference":"Patient/p"},)"
      R"("clinicalStatus":{"coding":[{"system":)"
      R"("http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]},)"
      R"("code":{"coding":[{"system":"http://snomed.info/sct","code":"449918009"}]},)"
      R"("onsetDateTime":"2026-02-20"}}]}}})";
  const Finished done =
      run({"invoke", "leg-cramp-patient-view", "-", "--explain", "--now", "2026-03-01T12:00:00Z"},
          request);
  ASSERT_EQ(done.status, 0) << done.err;
  const auto document = json::parse(done.out);
  ASSERT_TRUE(document.ok());
  bool found = false;
  for (const json::View rule : document->root().find("explanation").find("rules").items()) {
    if (rule.string("rule") != "lab-hypokalaemia") continue;
    found = true;
    EXPECT_EQ(rule.string("status"), "notAssessable");
    EXPECT_EQ(rule.find("unavailable").at(0).text(), "labs");
  }
  EXPECT_TRUE(found);
}

}  // namespace
}  // namespace cramp::testing
