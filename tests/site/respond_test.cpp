#include "site/respond.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

namespace cramp::site {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::array kAssets{
    Asset{"/", "text/html; charset=utf-8", "\"start\"", "<p>start", {}, false},
    Asset{"/assets/a-1.js", "text/javascript", "\"one\"", "alert(1)", "packed", true},
    Asset{"/rules", "text/html; charset=utf-8", "\"rules\"", "<p>rules", {}, false},
};

net::Request get(const std::string& path) {
  net::Request request;
  request.method = "GET";
  request.path = path;
  return request;
}

std::string header(const net::Response& response, std::string_view name) {
  for (const auto& [own, value] : response.headers) {
    if (own == name) return value;
  }
  return {};
}

TEST(Site, FindsPagesAndWhatIsBelowThem) {
  EXPECT_EQ(respond(get("/"), kAssets)->body, "<p>start");
  EXPECT_EQ(respond(get("/rules"), kAssets)->body, "<p>rules");
  EXPECT_EQ(respond(get("/rules/med-statin"), kAssets)->body, "<p>rules");
  EXPECT_EQ(respond(get("/rules"), kAssets)->content_type, "text/html; charset=utf-8");
}

TEST(Site, OtherPathsAreNotItsOwn) {
  for (const char* path : {"", "/ruleset", "/cds-services", "/assets", "/assets/",
                           "/assets/a-1.js/b", "/assets/a-1.j", "/../rules"}) {
    EXPECT_FALSE(respond(get(path), kAssets)) << path;
  }
}

TEST(Site, NamesWithAHashAreKeptForEverAndPagesAreAskedForAgain) {
  EXPECT_THAT(header(*respond(get("/assets/a-1.js"), kAssets), "Cache-Control"),
              HasSubstr("immutable"));
  EXPECT_EQ(header(*respond(get("/"), kAssets), "Cache-Control"), "no-cache");
}

TEST(Site, WhatTheClientHasIsNotSentAgain) {
  net::Request request = get("/");
  request.if_none_match = "\"other\", W/\"start\"";
  const auto known = respond(request, kAssets);
  EXPECT_EQ(known->status, 304);
  EXPECT_EQ(known->body, "");
  EXPECT_EQ(header(*known, "ETag"), "\"start\"");
  request.if_none_match = "\"other\"";
  EXPECT_EQ(respond(request, kAssets)->status, 200);
}

TEST(Site, CompressedOnlyForThoseWhoTakeIt) {
  net::Request request = get("/assets/a-1.js");
  EXPECT_EQ(respond(request, kAssets)->body, "alert(1)");
  for (const char* accept : {"gzip", "br, gzip;q=0.5, *", "deflate,gzip"}) {
    request.accept_encoding = accept;
    const auto packed = respond(request, kAssets);
    EXPECT_EQ(packed->body, "packed") << accept;
    EXPECT_EQ(header(*packed, "Content-Encoding"), "gzip") << accept;
    EXPECT_EQ(header(*packed, "Vary"), "Accept-Encoding") << accept;
  }
  for (const char* accept : {"", "br", "gzip;q=0", "gzip;q=0.0, br;q=1"}) {
    request.accept_encoding = accept;
    EXPECT_EQ(respond(request, kAssets)->body, "alert(1)") << accept;
  }
  request = get("/");
  request.accept_encoding = "gzip";
  EXPECT_EQ(respond(request, kAssets)->body, "<p>start") << "has no compressed form";
}

TEST(Site, ReadsOnly) {
  net::Request request = get("/");
  request.method = "POST";
  const auto refused = respond(request, kAssets);
  EXPECT_EQ(refused->status, 405);
  EXPECT_EQ(header(*refused, "Allow"), "GET, HEAD");
  request.method = "HEAD";
  EXPECT_EQ(respond(request, kAssets)->status, 200);
}

TEST(Site, NothingFromElsewhereAndNothingInline) {
  const auto response = respond(get("/"), kAssets);
  const std::string policy = header(*response, "Content-Security-Policy");
  EXPECT_THAT(policy, HasSubstr("default-src 'none'"));
  EXPECT_THAT(policy, HasSubstr("script-src 'self';"));
  EXPECT_THAT(policy, HasSubstr("frame-ancestors 'none'"));
  EXPECT_THAT(policy, Not(HasSubstr("unsafe")));
  EXPECT_THAT(policy, Not(HasSubstr("http")));
  EXPECT_EQ(header(*response, "X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(header(*response, "Referrer-Policy"), "no-referrer");
}

/// What was embedded in this build, with or without Node.
TEST(Site, TheEmbeddedPagesAreThere) {
  for (const char* path : {"/", "/rules", "/governance"}) {
    const auto page = respond(get(path));
    ASSERT_TRUE(page) << path;
    EXPECT_THAT(page->body, HasSubstr("<html lang=\"en\">"));
    EXPECT_THAT(page->body, Not(HasSubstr("<style")));
    EXPECT_THAT(page->body, Not(HasSubstr("style=")));
  }
  std::string_view before;
  for (const Asset& asset : assets()) {
    EXPECT_LT(before, asset.path) << "sorted, each once";
    before = asset.path;
    EXPECT_TRUE(asset.path.starts_with("/"));
    EXPECT_FALSE(asset.text.empty()) << asset.path;
    EXPECT_EQ(asset.immutable, asset.path.starts_with("/assets/")) << asset.path;
  }
}

}  // namespace
}  // namespace cramp::site
