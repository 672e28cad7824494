// Card text: no markup of recorded data comes alive (CH-099, CH-100, CH-101). The judge is
// cmark-gfm, GitHub's own renderer, with everything allowed.

#include "cdshooks/markdown.hpp"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "rules/text.hpp"

namespace cramp::cdshooks {
namespace {

/// HTML as the most permissive client would show it.
std::string render(const std::string& markdown) {
  cmark_gfm_core_extensions_ensure_registered();
  cmark_parser* parser = cmark_parser_new(CMARK_OPT_UNSAFE | CMARK_OPT_FOOTNOTES);
  for (const char* name : {"autolink", "table", "strikethrough", "tasklist"}) {
    cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(name));
  }
  cmark_parser_feed(parser, markdown.data(), markdown.size());
  cmark_node* document = cmark_parser_finish(parser);
  const std::unique_ptr<char, decltype(&std::free)> html(
      cmark_render_html(document, CMARK_OPT_UNSAFE | CMARK_OPT_FOOTNOTES,
                        cmark_parser_get_syntax_extensions(parser)),
      &std::free);
  cmark_node_free(document);
  cmark_parser_free(parser);
  return html.get();
}

std::string safe(std::string_view text, const std::vector<rules::Artifact>& allowed = {}) {
  std::string out;
  append_safe_markdown(out, text, allowed);
  return out;
}

std::string rendered(std::string_view text, const std::vector<rules::Artifact>& allowed = {}) {
  return render(safe(text, allowed));
}

/// Tags that a renderer makes of a link, an image or raw HTML.
bool is_alive(const std::string& html) {
  for (const std::string_view tag :
       {"<a ", "<img", "<script", "<b>", "<B>", "<!--", "<?", "<iframe", "<svg", "<div", "</div",
        "<x-", "<input", "<style", "<sup"}) {
    if (html.find(tag) != std::string::npos) return true;
  }
  return false;
}

const std::vector<std::string>& attacks() {
  static const std::vector<std::string> kAttacks{
      "<script>alert(1)</script>",
      "a <b>bold</b> <B>word</B>",
      "<img src=x onerror=alert(1)>",
      "<div\nonclick=x>",
      "<!-- comment -->",
      "<?php ?>",
      "<http://evil.example>",
      "<mailto:a@evil.example>",
      "![picture](https://evil.example/x.png)",
      "!\\[picture](https://evil.example/x.png)",
      "[click](javascript:alert(1))",
      "[click](https://evil.example)",
      "[click][1]\n\n[1]: https://evil.example",
      "[1]\n\n[1]: javascript:alert(1)",
      "note[^1]\n\n[^1]: footnote",
      "\\[click](https://evil.example)",
      "\\\\[click](https://evil.example)",
      "\\\\\\[click](https://evil.example)",
      "\\\x01[click](https://evil.example)",
      "<\x01script>alert(1)</script>",
      "\\<script>alert(1)</script>",
      "\\\\<script>alert(1)</script>",
      "`\\`[click](https://evil.example)",
      "`\\[click](https://evil.example)",
      "see https://evil.example/x",
      "see HTTPS://evil.example/x",
      "see http://evil.example",
      "see ftp://evil.example",
      "see www.evil.example",
      "see WwW.evil.example",
      "mail a@evil.example now",
      "mail a\\@evil.example now",
      "mail a&#64;evil.example now",
      "mail a&commat;evil.example now",
      "mailto:a@evil.example",
      "xmpp:a@evil.example/x",
      "&#60;script&#62;alert(1)",
      "&lt;script&gt;",
      "&#91;click](https://evil.example)",
      "- [ ] task\n- [x] done",
      "> <script>\n> alert(1)",
      "    <script>",
      "| a |\n|---|\n| <b>x</b> [y](javascript:1) |",
      "<a href='https://evil.example'>x</a>",
      "[a`](https://good.example)`](https://evil.example)",
      "[a\\](https://good.example) b](https://evil.example)",
      "![a](https://good.example)",
      "[[a](https://good.example)](https://evil.example)",
      "[a](https://good.example \"t\")",
      "[a](https://good.example/evil)",
      "[a\n](https://good.example)",
  };
  return kAttacks;
}

TEST(Markdown, TheJudgeSeesLiveMarkup) {
  int alive = 0;
  for (const std::string& attack : attacks()) alive += is_alive(render(attack)) ? 1 : 0;
  EXPECT_GT(alive, 25);
}

TEST(Markdown, NothingQuotedComesAlive) {  // CH-101
  for (const std::string& attack : attacks()) {
    EXPECT_FALSE(is_alive(rendered(attack)))
        << attack << "\n=> " << safe(attack) << "\n=> " << rendered(attack);
  }
}

TEST(Markdown, NothingQuotedComesAliveInsideAuthorsText) {
  for (const std::string& attack : attacks()) {
    const std::string text =
        "**Potassium** 3.4 mEq/L\n\n- drug: " + attack + "\n- second\n\nEnd [x";
    EXPECT_FALSE(is_alive(rendered(text))) << safe(text) << "\n=> " << rendered(text);
  }
}

TEST(Markdown, NoMixtureOfSignsComesAlive) {
  const std::vector<std::string> pieces{"[",
                                        "]",
                                        "(",
                                        ")",
                                        "<",
                                        ">",
                                        "!",
                                        "\\",
                                        "`",
                                        "&",
                                        "#",
                                        ";",
                                        ":",
                                        "//",
                                        "/",
                                        "@",
                                        "a",
                                        "b.c",
                                        "www",
                                        ".",
                                        "http",
                                        "mailto",
                                        "script",
                                        "\n",
                                        "\n\n",
                                        " ",
                                        "    ",
                                        "\x01",
                                        "*",
                                        "_",
                                        "|",
                                        "&lt;",
                                        "&#91;",
                                        "https://evil.example",
                                        "[a](https://good.example)",
                                        "^1",
                                        "]: ",
                                        "\"",
                                        "-",
                                        "```\n"};
  const std::vector<rules::Artifact> allowed{{"Source", "https://good.example"}};
  std::minstd_rand random(7);  // the same texts in every run
  for (int i = 0; i < 20'000; ++i) {
    std::string text;
    for (int n = 0; n < 12; ++n) text += pieces[random() % pieces.size()];
    EXPECT_FALSE(is_alive(rendered(text))) << text << "\n=> " << safe(text);
    const std::string html = rendered(text, allowed);
    EXPECT_EQ(html.find("href=\"https://evil"), std::string::npos) << text << "\n=> " << html;
    EXPECT_EQ(html.find("<img"), std::string::npos) << text << "\n=> " << html;
    if (HasFailure()) break;
  }
}

TEST(Markdown, OnlyTheAuthorsOwnLinkSurvives) {
  const std::vector<rules::Artifact> allowed{{"Source", "https://good.example"}, {"None", ""}};
  EXPECT_EQ(rendered("See [the **guide**](https://good.example).", allowed),
            "<p>See <a href=\"https://good.example\">the <strong>guide</strong></a>.</p>\n");
  for (const std::string& attack : attacks()) {
    const std::string html = rendered(attack, allowed);
    EXPECT_EQ(html.find("evil.example\""), std::string::npos) << html;
    EXPECT_EQ(html.find("<img"), std::string::npos) << html;
    EXPECT_EQ(html.find("javascript:alert(1)\""), std::string::npos) << html;
    EXPECT_EQ(html.find("<script"), std::string::npos) << html;
  }
}

TEST(Markdown, OrdinaryTextIsShownAsWritten) {  // CH-100
  EXPECT_EQ(rendered("K **3.4 mEq/L** (< 3.5), eGFR >= 60 & stable"),
            "<p>K <strong>3.4 mEq/L</strong> (&lt; 3.5), eGFR &gt;= 60 &amp; stable</p>\n");
  EXPECT_EQ(rendered("Drug [oral] \\*daily\\* at 8:00, AT&T, a\\b"),
            "<p>Drug [oral] *daily* at 8:00, AT&amp;T, a\\b</p>\n");
  EXPECT_EQ(rendered("see http://x.example"), "<p>see http://x.example</p>\n");
  EXPECT_EQ(rendered("www.x.example"), "<p>www.x.example</p>\n");
  EXPECT_EQ(rendered("- a\n- b\n\n| h |\n|---|\n| c |"),
            "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n<table>\n<thead>\n<tr>\n<th>h</th>\n</tr>\n</"
            "thead>\n<tbody>\n"
            "<tr>\n<td>c</td>\n</tr>\n</tbody>\n</table>\n");
  EXPECT_EQ(safe(""), "");
  EXPECT_EQ(rendered("<script>"), "<p>&lt;script&gt;</p>\n");
}

TEST(Markdown, SummariesStayUnderTheLimit) {  // CH-099
  const std::string fits(139, 'x');
  EXPECT_EQ(one_line(fits), fits);
  const std::string cut = one_line(std::string(140, 'x'));
  EXPECT_EQ(rules::utf16_length(cut), 139U);
  EXPECT_TRUE(cut.ends_with("\xE2\x80\xA6"));
  // A sign outside the basic plane is two UTF-16 units and is never cut in two.
  std::string signs;
  for (int i = 0; i < 70; ++i) signs += "\xF0\x9F\xA6\xB5";
  EXPECT_EQ(rules::utf16_length(signs), 140U);
  const std::string shortened = one_line(signs);
  EXPECT_EQ(shortened.size(), 69U * 4 + 3);
  EXPECT_EQ(rules::utf16_length(shortened), 139U);
  std::string words;
  for (int i = 0; i < 40; ++i) words += "word ";
  EXPECT_TRUE(one_line(words).ends_with("word\xE2\x80\xA6"));
}

TEST(Markdown, SummariesAreOneLine) {
  EXPECT_EQ(one_line("  two\n\nlines\tand\x01 more "), "two lines and more");
  EXPECT_EQ(one_line(" \n "), "");
}

TEST(Markdown, ActiveMarkupIsFound) {  // CH-032
  for (const std::string_view text : {"<b>x", "</b>", "<!-- x", "![x](y)", "see JavaScript:x"}) {
    EXPECT_TRUE(has_active_markup(text)) << text;
  }
  for (const std::string_view text : {"", "a < b", "*x* [y](https://z.example)", "K <3.5"}) {
    EXPECT_FALSE(has_active_markup(text)) << text;
  }
}

}  // namespace
}  // namespace cramp::cdshooks
