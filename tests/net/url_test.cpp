#include "net/url.hpp"

#include <gtest/gtest.h>

namespace cramp::net {
namespace {

std::string followed(std::string_view from, std::string_view link) {
  const auto url = follow(*Url::parse(from), link);
  return url ? url->origin() + url->target : "-";
}

TEST(Url, IsReadAsFarAsARequestNeedsIt) {
  const auto url = Url::parse("https://EHR.example:8443/fhir?x=1");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->host, "ehr.example");
  EXPECT_EQ(url->origin(), "https://ehr.example:8443");
  EXPECT_EQ(url->path(), "/fhir");
  EXPECT_EQ(Url::parse("http://[::1]:80/")->origin(), "http://[::1]");
  for (const char* bad : {"", "ehr.example", "ftp://a/", "https://", "https:///x", "https://a@b/",
                          "https://a/#x", "https://a\\b/", "https://a b/", "https://a:0/",
                          "https://a:65536/", "https://a:/", "https://[::1/", "https://a\n/"}) {
    EXPECT_FALSE(Url::parse(bad)) << bad;
  }
}

TEST(Url, OriginsAreSchemeHostAndPort) {
  const auto same = [](std::string_view a, std::string_view b) {
    return Url::parse(a)->same_origin(*Url::parse(b));
  };
  EXPECT_TRUE(same("https://a.example/x", "https://A.example:443/y"));
  EXPECT_FALSE(same("https://a.example", "http://a.example"));
  EXPECT_FALSE(same("https://a.example", "https://a.example:8443"));
  EXPECT_FALSE(same("https://a.example", "https://a.example./"));
  EXPECT_FALSE(same("https://a.example", "https://b.a.example"));
}

TEST(Url, LinksAreResolved) {  // RFC 3986, 5.2
  constexpr std::string_view kPage = "https://h/fhir/Observation?patient=p";
  EXPECT_EQ(followed(kPage, "https://other/x?y"), "https://other/x?y");
  EXPECT_EQ(followed(kPage, "//other/x"), "https://other/x");
  EXPECT_EQ(followed(kPage, "/fhir?page=2"), "https://h/fhir?page=2");
  EXPECT_EQ(followed(kPage, "Condition?page=2"), "https://h/fhir/Condition?page=2");
  EXPECT_EQ(followed(kPage, "?page=2"), "https://h/fhir/Observation?page=2");
  EXPECT_EQ(followed(kPage, "?next=https://x/../y"),
            "https://h/fhir/Observation?next=https://x/../y");
}

TEST(Url, LinksThatClimbAreNot) {
  for (const char* link :
       {"", "..", "../x", "./x", "/a/../b", "/a/./b", "/a/%2e%2E/b", "/a/.%2e/b", "/a%2fb",
        "https://h/../x", "https://h/a/..", "mailto:x", "\\x", "/a#b"}) {
    EXPECT_EQ(followed("https://h/fhir/", link), "-") << link;
  }
  EXPECT_EQ(followed("https://h/fhir/", "/a/...x/.b"), "https://h/a/...x/.b");
}

}  // namespace
}  // namespace cramp::net
