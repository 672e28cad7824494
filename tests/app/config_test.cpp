#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "app/config/load.hpp"
#include "app/config/settings.hpp"

namespace cramp::app {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

/// A folder with a configuration file and what it names.
class ConfigTest : public ::testing::Test {
 protected:
  ConfigTest() {
    fs::create_directories(folder_);
    for (const char* name : {"cert.pem", "key.pem", "ca.pem", "keys.json"}) write(name, "x");
  }
  ~ConfigTest() override { fs::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name) << text;
  }
  LoadedConfig load(const std::string& text, bool dev = false) {
    write("c.toml", text);
    base::Faults found;
    LoadedConfig loaded = load_config(folder_ / "c.toml", dev, found);
    faults_.clear();
    for (const base::Error& fault : found) {
      std::string line = base::describe(fault);
      faults_.push_back(line.substr(line.find("c.toml")));
    }
    return loaded;
  }

  fs::path folder_ = fs::temp_directory_path() / ("cramp-config-" + std::to_string(getpid()));
  std::vector<std::string> faults_;  // "c.toml:LINE:COLUMN: text"
};

constexpr const char* kSound = R"([server]
listen = "[::1]:8443"
public_url = "https://cds.example"
[server.tls]
certificate = "cert.pem"
key = "key.pem"
[limits]
body = "4MiB"
header_timeout = "1500ms"
[[clients]]
id = "ehr"
issuer = "https://ehr.example"
keys = "keys.json"
fhir_servers = ["https://fhir.ehr.example"]
algorithms = ["RS384"]
)";

TEST_F(ConfigTest, ReadsValuesWithTheirUnits) {
  const Config config = load(kSound).config;
  EXPECT_THAT(faults_, IsEmpty());
  EXPECT_EQ(config.server.listen, (Endpoint{"::1", 8443}));
  EXPECT_EQ(config.limits.body.count, 4U << 20U);
  EXPECT_EQ(config.limits.header_timeout, Duration(1500));
  ASSERT_EQ(config.clients.size(), 1U);
  EXPECT_THAT(config.clients[0].algorithms, ElementsAre(Algorithm::kRs384));
  EXPECT_EQ(config.clients[0].keys, folder_ / "keys.json") << "relative to the file's folder";
  EXPECT_EQ(config.limits.connections, LimitsConfig{}.connections) << "what is not said";
}

TEST_F(ConfigTest, ListsEveryFaultWithItsPlace) {
  load(R"([server]
lissten = "127.0.0.1:1"
threads = "four"
behind_proxy = true
[limits]
body = "4MB"
connections = -1
header_timeout = 30
write_timeout = "0s"
[log]
level = "warnin"
[wrong]
[[clients]]
id = "a b"
fhir_servers = ["https://fhir.example/path"]
authentication = "jwt"
)");
  EXPECT_THAT(
      faults_,
      ::testing::UnorderedElementsAre(
          AllOf(HasSubstr("c.toml:2:"), HasSubstr("server.lissten"), HasSubstr("\"listen\"?")),
          AllOf(HasSubstr("c.toml:3:"), HasSubstr("server.threads: wants a whole number")),
          AllOf(HasSubstr("c.toml:6:"), HasSubstr("limits.body"), HasSubstr("\"4MiB\"")),
          AllOf(HasSubstr("c.toml:7:"), HasSubstr("between 1 and 1000000")),
          AllOf(HasSubstr("c.toml:8:"), HasSubstr("limits.header_timeout")),
          AllOf(HasSubstr("c.toml:9:"), HasSubstr("between \"1ms\" and \"1h\"")),
          AllOf(HasSubstr("c.toml:11:"), HasSubstr("\"warning\"?")),
          AllOf(HasSubstr("c.toml:12:"), HasSubstr("wrong: there is no such setting")),
          AllOf(HasSubstr("c.toml:14:"), HasSubstr("clients[0].id")),
          AllOf(HasSubstr("c.toml:15:"), HasSubstr("clients[0].fhir_servers[0]")),
          AllOf(HasSubstr("c.toml:13:"), HasSubstr("clients[0].issuer")),
          AllOf(HasSubstr("c.toml:13:"), HasSubstr("clients[0]: needs keys")),
          AllOf(HasSubstr("c.toml:13:"), HasSubstr("clients[0].audiences"))));
}

TEST_F(ConfigTest, WhatIsNotTomlIsNamedWithItsPlace) {
  load("[server]\nlisten = \n");
  EXPECT_THAT(faults_, ElementsAre(HasSubstr("c.toml:2:")));
  base::Faults none;
  load_config(folder_ / "missing.toml", false, none);
  EXPECT_EQ(none.size(), 1U);
}

TEST_F(ConfigTest, WithoutTlsOrProxyOrClientsOnlyForDevelopment) {  // CH-002, CH-154
  load("");
  EXPECT_THAT(faults_, ElementsAre(HasSubstr("behind_proxy"), HasSubstr("at least one client")));
  load("", true);
  EXPECT_THAT(faults_, IsEmpty());
}

TEST_F(ConfigTest, SecretsComeFromTheEnvironmentOrAFileAndAreNeverShown) {
  setenv("CRAMP_TEST_SECRET", "password=s3cr3t-from-the-environment-0123456789", 1);
  write("token", "s3cr3t-from-a-file\n");
  const std::string text = R"([admin]
token = { file = "token" }
[store]
kind = "postgresql"
postgresql = { env = "CRAMP_TEST_SECRET" }
hash_key = { env = "CRAMP_TEST_SECRET" }
[log]
level = { env = "CRAMP_TEST_ABSENT" }
)";
  const Config config = load(text, true).config;
  EXPECT_EQ(config.admin.token.expose(), "s3cr3t-from-a-file");
  EXPECT_EQ(config.store.postgresql.expose(), "password=s3cr3t-from-the-environment-0123456789");
  EXPECT_THAT(faults_, ElementsAre(AllOf(HasSubstr("c.toml:8:"), HasSubstr("CRAMP_TEST_ABSENT"))));
  EXPECT_EQ(show_value(config.store.hash_key), "\"***\"");
  load("[store]\nkind = \"sqlite\"\nhash_key = \"s3cr3t\"\n", true);
  EXPECT_THAT(faults_, ElementsAre(Not(HasSubstr("s3cr3t"))));
}

TEST_F(ConfigTest, RulesBetweenSettings) {
  const std::string sound = kSound;
  const auto faults_with = [&](const std::string& more) {
    load(sound + more);
    return ::testing::PrintToString(faults_);
  };
  EXPECT_THAT(faults_with("[[clients]]\nid = \"ehr\"\nissuer = \"other\"\nkeys = \"keys.json\"\n"),
              HasSubstr("clients[1].id: is that of another"));
  EXPECT_THAT(faults_with("[[clients]]\nid = \"b\"\nissuer = \"https://ehr.example\"\n"
                          "keys = \"keys.json\"\n"),
              HasSubstr("same tenant"));
  EXPECT_THAT(faults_with("prefetch_only = true\n"), HasSubstr("prefetch_only"));
  EXPECT_THAT(faults_with("jku = \"http://ehr.example/keys\"\n"), HasSubstr("must be https"));
  EXPECT_THAT(faults_with("environment = \"test\"\njku = \"http://ehr.example/keys\"\n"),
              HasSubstr("must be https"));
  EXPECT_THAT(faults_with("jku = \"https://user@ehr.example/keys\"\n"), HasSubstr("be a URL"));
  EXPECT_THAT(faults_with("environment = \"test\"\njku = \"http://127.0.0.1:1/keys\"\n"),
              Not(HasSubstr("jku")));
  EXPECT_THAT(faults_with("[[clients]]\nid = \"b\"\nauthentication = \"certificate\"\n"
                          "certificates = [\"abc\"]\n"),
              AllOf(HasSubstr("client_ca"), HasSubstr("64 hexadecimal digits")));
  EXPECT_THAT(faults_with("[admin]\nlisten = \"[::1]:8443\"\n"), HasSubstr("admin.listen"));
  EXPECT_THAT(faults_with("[content]\ndirectory = \"nowhere\"\n"), HasSubstr("no such folder"));
  EXPECT_THAT(faults_with("[store]\nkind = \"postgresql\"\npostgresql = \"host=db s3cr3t\"\n"),
              AllOf(HasSubstr("store.postgresql: cannot be read"), Not(HasSubstr("s3cr3t"))));
}

TEST_F(ConfigTest, DefaultsReadBackAsThemselves) {
  load(default_toml(), true);
  EXPECT_THAT(faults_, IsEmpty());
}

TEST_F(ConfigTest, SaysWhatAReloadCannotApply) {
  const Config running = load(kSound).config;
  Config wanted = load(kSound).config;
  wanted.log.level = LogLevel::kDebug;
  wanted.clients.clear();
  EXPECT_THAT(needing_restart(running, wanted), IsEmpty());
  wanted.server.listen.port = 1;
  wanted.store.hash_key = SecretText("other");
  EXPECT_THAT(needing_restart(running, wanted), ElementsAre("server.listen", "store.hash_key"));
}

TEST(ConfigReference, IsWhatTheDocumentSays) {
  std::ostringstream text;
  text << std::ifstream(CRAMP_SOURCE_DIR "/docs/configuration.md").rdbuf();
  EXPECT_THAT(text.str(), HasSubstr(reference_markdown()))
      << "run: cramp-cds check --print-reference";
}

}  // namespace
}  // namespace cramp::app
