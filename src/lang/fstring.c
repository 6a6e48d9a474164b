/* f-strings: a token's text to an AST_FSTRING, by Python 3.11's rules. What
 * stands in braces is found as CPython finds it, by looking for the brace,
 * colon, '!' or '=' that ends it outside of brackets and strings; then the
 * parser reads it where it stands (parse_embedded), so that spans are right.
 * Neither '\' nor '#' may stand in it. Format specs may hold braces, but only
 * one level deep. */
#include <string.h>

#include "build.h"
#include "literal.h"

enum { SPEC_DEPTH = 2, EXPRESSION_BRACKETS = 200 };

typedef struct Scan {
    AstBuilder *b;
    bool raw;
    uint32_t start, at, end; /* of the token; what is next; its closing quotes */
} Scan;

static char peek(const Scan *s, uint32_t ahead) {
    return s->at + ahead < s->end ? s->b->text[s->at + ahead] : 0;
}

static void *fail(Scan *s, uint32_t from, uint32_t to, const char *message) {
    return ast_fail(s->b, ast_span(s->b, from, to), "f-string: %s", message);
}

/* --- literal text -------------------------------------------------------------- */

/* The bytes from..to as a string of the list, unless there are none. */
static void add_literal(Scan *s, Ast *list, uint32_t from, uint32_t to, bool raw) {
    AstBuilder *b = s->b;
    int64_t count;
    if (from == to) return;
    char *bytes = ast_alloc(b, to - from + 1);
    Ast *node = ast_new(b, AST_STRING, from, to);
    if (!node) return;
    LiteralError error = literal_text(b->text + from, to - from, raw, bytes, &count);
    if (error.message) {
        ast_fail(b, ast_span(b, from + error.start, from + error.end), "%s", error.message);
        return;
    }
    node->text = (AstText){bytes, count};
    ast_append(b, list, node);
}

/* Text up to a brace that is not doubled, or to the end. */
static void scan_literal(Scan *s, Ast *list, int depth) {
    uint32_t from = s->at;
    while (s->at < s->end && !s->b->status) {
        char c = peek(s, 0);
        bool brace = c == '{' || c == '}';
        if (c == '\\' && !s->raw && peek(s, 1) != '{' && peek(s, 1) != '}') s->at++;
        if (brace && depth == 0 && peek(s, 1) == c) {
            add_literal(s, list, from, s->at + 1, s->raw); /* one of the two */
            from = s->at += 2;
            continue;
        }
        if (brace) break;
        s->at++;
    }
    if (s->at > s->end) s->at = s->end;
    if (depth == 0 && peek(s, 0) == '}') fail(s, s->at, s->at + 1, "single '}' is not allowed");
    add_literal(s, list, from, s->at, s->raw);
}

/* --- expressions ------------------------------------------------------------------ */

/* Past a string inside of an expression. */
static void skip_string(Scan *s) {
    uint32_t from = s->at;
    char quote = peek(s, 0);
    uint32_t quotes = peek(s, 1) == quote && peek(s, 2) == quote ? 3 : 1;
    for (s->at += quotes; s->at < s->end; s->at++) {
        if (peek(s, 0) == '\\') {
            fail(s, s->at, s->at + 1, "expression part cannot include a backslash");
            return;
        }
        if (peek(s, 0) != quote || (quotes == 3 && (peek(s, 1) != quote || peek(s, 2) != quote)))
            continue;
        s->at += quotes;
        return;
    }
    fail(s, from, s->end, "unterminated string");
}

static char opening(char close) {
    return close == ')' ? '(' : close == ']' ? '[' : '{';
}

/* One character outside of strings; false: it ends the expression. */
static bool scan_character(Scan *s, char *open, int *depth) {
    char c = peek(s, 0), next = peek(s, 1);
    char message[80] = "closing parenthesis ' ' does not match opening parenthesis ' '";
    if (c == '\\') return fail(s, s->at, s->at + 1, "expression part cannot include a backslash");
    if (c == '#') return fail(s, s->at, s->at + 1, "expression part cannot include '#'");
    if (c == '(' || c == '[' || c == '{') {
        if (*depth == EXPRESSION_BRACKETS)
            return fail(s, s->at, s->at + 1, "too many nested parenthesis");
        open[(*depth)++] = c;
    } else if (*depth == 0 && next == '=' && strchr("!=<>", c)) {
        s->at++; /* != == <= >= */
    } else if (*depth == 0 && strchr("!:=}", c)) {
        return false;
    } else if (c == ')' || c == ']' || c == '}') {
        if (*depth == 0) {
            strcpy(message, "unmatched ' '");
            message[11] = c;
            return fail(s, s->at, s->at + 1, message);
        }
        message[21] = c;
        message[60] = open[*depth - 1];
        if (open[--*depth] != opening(c)) return fail(s, s->at, s->at + 1, message);
    }
    s->at++;
    return true;
}

static void scan_expression(Scan *s) {
    char open[EXPRESSION_BRACKETS];
    int depth = 0;
    uint32_t from = s->at;
    bool more = true;
    while (more && s->at < s->end && !s->b->status) {
        if (peek(s, 0) == '\'' || peek(s, 0) == '"') skip_string(s);
        else more = scan_character(s, open, &depth);
    }
    if (more && !s->b->status) fail(s, from - 1, from, "expecting '}'");
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static Ast *parse_expression(Scan *s, uint32_t from) {
    uint32_t first = from;
    while (first < s->at && is_blank(s->b->text[first])) first++;
    if (first == s->at) return fail(s, from - 1, s->at + 1, "empty expression not allowed");
    Ast *node = parse_embedded(s->b, from, s->at);
    if (node && node->kind == AST_STARRED)
        return ast_fail(s->b, node->span, "can't use starred expression here");
    return node;
}

static Ast *parse_pieces(Scan *s, int depth);

/* !r and :spec, up to the closing brace. */
static void scan_format(Scan *s, Ast *node, int depth) {
    if (peek(s, 0) == '!') {
        char c = peek(s, 1);
        if (!c || !strchr("sra", c) || (peek(s, 2) != ':' && peek(s, 2) != '}')) {
            fail(s, s->at, s->at + 1, "invalid conversion character: expected 's', 'r', or 'a'");
            return;
        }
        node->op = (uint8_t)c;
        s->at += 2;
    }
    if (peek(s, 0) == ':') {
        s->at++;
        node->b = parse_pieces(s, depth + 1);
        ast_over(s->b, node, node->b);
    }
    if (!s->b->status && peek(s, 0) != '}') fail(s, s->at - 1, s->at, "expecting '}'");
    s->at++;
}

/* {expression=!r:spec}; s->at is behind the brace. */
static void parse_replacement(Scan *s, Ast *list, int depth) {
    AstBuilder *b = s->b;
    uint32_t from = s->at;
    if (depth >= SPEC_DEPTH) fail(s, from - 1, from, "expressions nested too deeply");
    if (!b->status) scan_expression(s);
    Ast *value = b->status ? NULL : parse_expression(s, from);
    Ast *node = ast_new(b, AST_FORMAT, from - 1, s->at + 1);
    if (!node || !value) return;
    node->a = value;
    if (peek(s, 0) == '=') { /* its own text comes before its value */
        s->at++;
        while (is_blank(peek(s, 0))) s->at++;
        add_literal(s, list, from, s->at, true);
        if (peek(s, 0) == '}') node->op = 'r';
    }
    scan_format(s, node, depth);
    ast_append(b, list, ast_over(b, node, value));
}

/* Pieces up to the end, or in a format spec to the brace that closes it. */
static Ast *parse_pieces(Scan *s, int depth) {
    Ast *list = ast_new(s->b, AST_FSTRING, s->at, s->at);
    while (list && s->at < s->end && !s->b->status) {
        scan_literal(s, list, depth);
        if (s->b->status || peek(s, 0) != '{') break;
        s->at++;
        parse_replacement(s, list, depth);
    }
    if (s->b->status) return NULL;
    list->span.end = s->at;
    return list;
}

Ast *ast_fstring(AstBuilder *b, Token token) {
    const char *text = b->text + token.start;
    uint32_t length = token.end - token.start, prefix = 0;
    Scan s = {.b = b, .start = token.start};
    for (; text[prefix] != '\'' && text[prefix] != '"'; prefix++)
        if ((text[prefix] | 0x20) == 'r') s.raw = true;
    char quote = text[prefix];
    uint32_t quotes =
        length - prefix >= 6 && text[prefix + 1] == quote && text[prefix + 2] == quote ? 3 : 1;
    s.at = token.start + prefix + quotes;
    s.end = token.end - quotes;
    Ast *node = parse_pieces(&s, 0);
    if (node) node->span = ast_span(b, token.start, token.end);
    return node;
}
