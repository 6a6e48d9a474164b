/* The lexer (see src/lang/lexer.h). lex_token() is one DFA over the bytes of a
 * token; around it stands what is not regular: brackets, indentation, the end
 * of the text. A NUL occurs only at the end: parse.c has refused others. */
#include "lang/ast.h"
#include "lang/lexer.h"
#include "parser.h"

#include <stdio.h>
#include <string.h>

void lexer_init(Lexer *lexer, Base *base, uint32_t source, const char *text, int64_t length) {
    *lexer = (Lexer){.base = base,
                     .source = source,
                     .text = text,
                     .cursor = text,
                     .end = text + length,
                     .indent_count = 1,
                     .line_start = true};
    if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) lexer->cursor += 3; /* a BOM */
}

int64_t lexer_line(const Lexer *lexer, uint32_t offset) {
    int64_t line = 1;
    for (const char *p = lexer->text; p < lexer->text + offset; p++)
        if (*p == '\n' || (*p == '\r' && p[1] != '\n')) line++;
    return line;
}

static Token make(const Lexer *lexer, const char *start, int kind, int op) {
    return (Token){.start = (uint32_t)(start - lexer->text),
                   .end = (uint32_t)(lexer->cursor - lexer->text),
                   .kind = (uint16_t)kind,
                   .op = (uint8_t)op};
}

static Span span_from(const Lexer *lexer, const char *start) {
    return (Span){lexer->source, (uint32_t)(start - lexer->text),
                  (uint32_t)(lexer->cursor - lexer->text)};
}

/* Refuses the text from start to the cursor. */
static Token fail(Lexer *lexer, const char *start, const char *message) {
    lexer->status =
        error_set_at(lexer->base, span_from(lexer, start), ERROR_SYNTAX, "%s", message);
    return make(lexer, start, 0, 0);
}

/* The text ended too early: more lines could complete it. */
static Token fail_incomplete(Lexer *lexer, const char *start, const char *message) {
    fail(lexer, start, message);
    lexer->status = ARR_INCOMPLETE;
    return make(lexer, start, 0, 0);
}

/* --- brackets --------------------------------------------------------------- */

static Token open_bracket(Lexer *lexer, const char *start, int kind) {
    if (lexer->bracket_count == LEXER_BRACKETS)
        return fail(lexer, start, "too many nested parentheses");
    lexer->brackets[lexer->bracket_count++] =
        (struct LexerBracket){*start, (uint32_t)(start - lexer->text)};
    return make(lexer, start, kind, 0);
}

static char closing(char open) {
    return open == '(' ? ')' : open == '[' ? ']' : '}';
}

static Token fail_mismatch(Lexer *lexer, const char *start, struct LexerBracket bracket) {
    char where[40] = "";
    int64_t line = lexer_line(lexer, bracket.start);
    if (line != lexer_line(lexer, (uint32_t)(start - lexer->text)))
        snprintf(where, sizeof where, " on line %lld", (long long)line);
    lexer->status = error_set_at(
        lexer->base, span_from(lexer, start), ERROR_SYNTAX,
        "closing parenthesis '%c' does not match opening parenthesis '%c'%s", *start,
        bracket.open, where);
    return make(lexer, start, 0, 0);
}

static Token close_bracket(Lexer *lexer, const char *start, int kind) {
    if (lexer->bracket_count == 0) {
        char message[] = "unmatched ' '";
        message[11] = *start;
        return fail(lexer, start, message);
    }
    struct LexerBracket bracket = lexer->brackets[lexer->bracket_count - 1];
    if (closing(bracket.open) != *start) return fail_mismatch(lexer, start, bracket);
    lexer->bracket_count--;
    return make(lexer, start, kind, 0);
}

static Token fail_never_closed(Lexer *lexer) {
    struct LexerBracket bracket = lexer->brackets[lexer->bracket_count - 1];
    const char *start = lexer->text + bracket.start;
    char message[] = "' ' was never closed";
    message[1] = bracket.open;
    lexer->cursor = start + 1;
    return fail_incomplete(lexer, start, message);
}

/* --- malformed tokens -------------------------------------------------------- */

static Token fail_string(Lexer *lexer, const char *start) {
    char message[96];
    snprintf(message, sizeof message, "unterminated string literal (detected at line %lld)",
             (long long)lexer_line(lexer, (uint32_t)(lexer->cursor - lexer->text)));
    /* A backslash carries even a short string over the end of the line. */
    const char *p = lexer->cursor;
    bool at_end = p == lexer->end || (*p == '\\' && p + 1 == lexer->end);
    bool joined = at_end && (*p == '\\' || p[-1] == '\n' || p[-1] == '\r');
    return joined ? fail_incomplete(lexer, start, message) : fail(lexer, start, message);
}

static Token fail_long_string(Lexer *lexer, const char *start) {
    char message[96];
    snprintf(message, sizeof message,
             "unterminated triple-quoted string literal (detected at line %lld)",
             (long long)lexer_line(lexer, (uint32_t)(lexer->end - lexer->text)));
    lexer->cursor = start + strspn(start, "rRuUfF") + 3; /* the carets: its opening quotes */
    return fail_incomplete(lexer, start, message);
}

static Token fail_octal_zeros(Lexer *lexer, const char *start) {
    return fail(lexer, start,
                "leading zeros in decimal integer literals are not permitted; use an 0o prefix "
                "for octal integers");
}

static Token fail_continuation(Lexer *lexer, const char *start) {
    return fail(lexer, start, "unexpected character after line continuation character");
}

static Token fail_kind(Lexer *lexer, const char *start, const char *what) {
    char message[48];
    snprintf(message, sizeof message, "%s are not supported", what);
    return fail(lexer, start, message);
}

static Token fail_digit(Lexer *lexer, const char *start) {
    char message[48];
    snprintf(message, sizeof message, "invalid digit '%c' in %s literal", lexer->cursor[-1],
             (start[1] | 0x20) == 'o' ? "octal" : "binary");
    return fail(lexer, start, message);
}

static Token fail_digits(Lexer *lexer, const char *start) {
    switch (*start == '0' ? start[1] | 0x20 : 0) {
    case 'x': return fail(lexer, start, "invalid hexadecimal literal");
    case 'o': return fail(lexer, start, "invalid octal literal");
    case 'b': return fail(lexer, start, "invalid binary literal");
    default: return fail(lexer, start, "invalid decimal literal");
    }
}

/* The code point at p, which is valid UTF-8. */
static uint32_t code_point(const char *p, int *length) {
    const unsigned char *u = (const unsigned char *)p;
    *length = u[0] < 0x80 ? 1 : u[0] < 0xE0 ? 2 : u[0] < 0xF0 ? 3 : 4;
    uint32_t point = *length == 1 ? u[0] : u[0] & (0x7Fu >> *length);
    for (int i = 1; i < *length; i++) point = point << 6 | (u[i] & 0x3F);
    return point;
}

static Token fail_character(Lexer *lexer, const char *start) {
    int length;
    uint32_t point = code_point(start, &length);
    lexer->cursor = start + length;
    char message[64];
    if (point < 0x20 || point == 0x7F)
        snprintf(message, sizeof message, "invalid non-printable character U+%04X", point);
    else
        snprintf(message, sizeof message, "invalid character '%.*s' (U+%04X)", length, start,
                 point);
    Token token = fail(lexer, start, message);
    if (point >= 0x80)
        error_hint(lexer->base, "names are made of a-z, A-Z, 0-9, _ and Greek letters");
    return token;
}

/* --- one token --------------------------------------------------------------- */

static Token end_of_line(Lexer *lexer, const char *start) {
    lexer->line_start = true;
    return make(lexer, start, TOKEN_NEWLINE, 0);
}

static Token end_of_text(Lexer *lexer) {
    lexer->cursor = lexer->end;
    if (lexer->bracket_count) return fail_never_closed(lexer);
    if (lexer->joined) {
        const char *backslash = lexer->end;
        while (*backslash != '\\') backslash--;
        lexer->cursor = backslash + 1;
        return fail_incomplete(lexer, backslash, "unexpected end of the text after '\\'");
    }
    return end_of_line(lexer, lexer->end);
}

/* Whether the backslash at start ends its line, or the text. */
static bool end_of_join(Lexer *lexer, const char *start) {
    lexer->joined = *lexer->cursor == 0;
    return lexer->joined || lexer->cursor > start + 1;
}

static Token lex_token(Lexer *lexer) {
    const char *start;

/*!re2c
    re2c:yyfill:enable = 0;
    re2c:define:YYCTYPE = "unsigned char";
    re2c:define:YYCURSOR = lexer->cursor;
    re2c:define:YYMARKER = lexer->marker;

    newline   = "\r\n" | "\n" | "\r";
    digits    = [0-9] ("_"? [0-9])*;
    exponent  = [eE] [+-]? digits;
    float     = digits exponent | (digits "." digits? | "." digits) exponent?;
    integer   = [1-9] ("_"? [0-9])* | "0" ("_"? "0")*;
    based     = "0" ([xX] ("_"? [0-9a-fA-F])+ | [oO] ("_"? [0-7])+ | [bB] ("_"? [01])+);
    greek     = "\xCE" ([\x91-\xA1] | [\xA3-\xA9] | [\xB1-\xBF]) | "\xCF" [\x80-\x89];
    letter    = [a-zA-Z_] | greek;
    name      = letter (letter | [0-9])*;
    prefix    = [rRuUfF] | [rR] [fF] | [fF] [rR];
    escape    = "\\" (newline | [^\r\n\x00]);
    short1    = "'" ([^'\\\r\n\x00] | escape)*;
    short2    = '"' ([^"\\\r\n\x00] | escape)*;
    long1     = "'''" (("'" | "''")? ([^'\\\x00] | "\\" [^\x00]))*;
    long2     = '"""' (('"' | '""')? ([^"\\\x00] | "\\" [^\x00]))*;
*/
again:
    start = lexer->cursor;
/*!re2c
    "\x00"               { return end_of_text(lexer); }
    [ \t\f]+             { goto again; }
    "#" [^\r\n\x00]*     { goto again; }
    "\\" newline?        { if (end_of_join(lexer, start)) goto again;
                           return fail_continuation(lexer, start); }
    newline              { if (lexer->bracket_count || lexer->embedded) goto again;
                           return end_of_line(lexer, start); }

    "False"    { return make(lexer, start, TOKEN_FALSE, 0); }
    "None"     { return make(lexer, start, TOKEN_NONE, 0); }
    "True"     { return make(lexer, start, TOKEN_TRUE, 0); }
    "and"      { return make(lexer, start, TOKEN_AND, 0); }
    "as"       { return make(lexer, start, TOKEN_AS, 0); }
    "assert"   { return make(lexer, start, TOKEN_ASSERT, 0); }
    "async"    { return make(lexer, start, TOKEN_ASYNC, 0); }
    "await"    { return make(lexer, start, TOKEN_AWAIT, 0); }
    "break"    { return make(lexer, start, TOKEN_BREAK, 0); }
    "class"    { return make(lexer, start, TOKEN_CLASS, 0); }
    "continue" { return make(lexer, start, TOKEN_CONTINUE, 0); }
    "def"      { return make(lexer, start, TOKEN_DEF, 0); }
    "del"      { return make(lexer, start, TOKEN_DEL, 0); }
    "elif"     { return make(lexer, start, TOKEN_ELIF, 0); }
    "else"     { return make(lexer, start, TOKEN_ELSE, 0); }
    "except"   { return make(lexer, start, TOKEN_EXCEPT, 0); }
    "finally"  { return make(lexer, start, TOKEN_FINALLY, 0); }
    "for"      { return make(lexer, start, TOKEN_FOR, 0); }
    "from"     { return make(lexer, start, TOKEN_FROM, 0); }
    "global"   { return make(lexer, start, TOKEN_GLOBAL, 0); }
    "if"       { return make(lexer, start, TOKEN_IF, 0); }
    "import"   { return make(lexer, start, TOKEN_IMPORT, 0); }
    "in"       { return make(lexer, start, TOKEN_IN, AST_OP_IN); }
    "is"       { return make(lexer, start, TOKEN_IS, AST_OP_IS); }
    "lambda"   { return make(lexer, start, TOKEN_LAMBDA, 0); }
    "nonlocal" { return make(lexer, start, TOKEN_NONLOCAL, 0); }
    "not"      { return make(lexer, start, TOKEN_NOT, 0); }
    "or"       { return make(lexer, start, TOKEN_OR, 0); }
    "pass"     { return make(lexer, start, TOKEN_PASS, 0); }
    "raise"    { return make(lexer, start, TOKEN_RAISE, 0); }
    "return"   { return make(lexer, start, TOKEN_RETURN, 0); }
    "try"      { return make(lexer, start, TOKEN_TRY, 0); }
    "while"    { return make(lexer, start, TOKEN_WHILE, 0); }
    "with"     { return make(lexer, start, TOKEN_WITH, 0); }
    "yield"    { return make(lexer, start, TOKEN_YIELD, 0); }
    name       { return make(lexer, start, TOKEN_NAME, 0); }

    integer | based | float [jJ]? | digits [jJ] { return make(lexer, start, TOKEN_NUMBER, 0); }
    "0" ("_"? [0-9])+                         { return fail_octal_zeros(lexer, start); }
    "0" [oO] ("_"? [0-7])* "_"? [89]          { return fail_digit(lexer, start); }
    "0" [bB] ("_"? [01])* "_"? [2-9]          { return fail_digit(lexer, start); }
    "0" [xXoObB] | based ("_" | letter)       { return fail_digits(lexer, start); }
    (digits | float) [jJ]? ("_" | letter)     { return fail_digits(lexer, start); }

    prefix? (long1 "'''" | long2 '"""')      { return make(lexer, start, TOKEN_STRING, 0); }
    prefix? (short1 "'" | short2 '"')        { return make(lexer, start, TOKEN_STRING, 0); }
    prefix? (long1 | long2)                   { return fail_long_string(lexer, start); }
    prefix? (short1 | short2)                 { return fail_string(lexer, start); }
    [rR]? [bB] [rR]? ['"]                     { return fail_kind(lexer, start, "bytes literals"); }

    "("   { return open_bracket(lexer, start, TOKEN_LPAREN); }
    "["   { return open_bracket(lexer, start, TOKEN_LBRACKET); }
    "{"   { return open_bracket(lexer, start, TOKEN_LBRACE); }
    ")"   { return close_bracket(lexer, start, TOKEN_RPAREN); }
    "]"   { return close_bracket(lexer, start, TOKEN_RBRACKET); }
    "}"   { return close_bracket(lexer, start, TOKEN_RBRACE); }

    ","   { return make(lexer, start, TOKEN_COMMA, 0); }
    ":"   { return make(lexer, start, TOKEN_COLON, 0); }
    ";"   { return make(lexer, start, TOKEN_SEMICOLON, 0); }
    "."   { return make(lexer, start, TOKEN_DOT, 0); }
    "..." { return make(lexer, start, TOKEN_ELLIPSIS, 0); }
    "="   { return make(lexer, start, TOKEN_EQUALS, 0); }
    ":="  { return make(lexer, start, TOKEN_WALRUS, 0); }
    "->"  { return make(lexer, start, TOKEN_ARROW, 0); }

    "=="  { return make(lexer, start, TOKEN_COMPARE, AST_OP_EQUAL); }
    "!="  { return make(lexer, start, TOKEN_COMPARE, AST_OP_NOT_EQUAL); }
    "<"   { return make(lexer, start, TOKEN_COMPARE, AST_OP_LESS); }
    "<="  { return make(lexer, start, TOKEN_COMPARE, AST_OP_LESS_EQUAL); }
    ">"   { return make(lexer, start, TOKEN_COMPARE, AST_OP_GREATER); }
    ">="  { return make(lexer, start, TOKEN_COMPARE, AST_OP_GREATER_EQUAL); }

    "+"   { return make(lexer, start, TOKEN_PLUS, AST_OP_ADD); }
    "-"   { return make(lexer, start, TOKEN_MINUS, AST_OP_SUBTRACT); }
    "*"   { return make(lexer, start, TOKEN_STAR, AST_OP_MULTIPLY); }
    "/"   { return make(lexer, start, TOKEN_SLASH, AST_OP_DIVIDE); }
    "//"  { return make(lexer, start, TOKEN_DOUBLE_SLASH, AST_OP_FLOOR_DIVIDE); }
    "%"   { return make(lexer, start, TOKEN_PERCENT, AST_OP_REMAINDER); }
    "@"   { return make(lexer, start, TOKEN_AT, AST_OP_MATMUL); }
    "**"  { return make(lexer, start, TOKEN_POWER, AST_OP_POWER); }
    "<<"  { return make(lexer, start, TOKEN_SHIFT, AST_OP_LEFT_SHIFT); }
    ">>"  { return make(lexer, start, TOKEN_SHIFT, AST_OP_RIGHT_SHIFT); }
    "&"   { return make(lexer, start, TOKEN_AMPERSAND, AST_OP_AND); }
    "^"   { return make(lexer, start, TOKEN_CIRCUMFLEX, AST_OP_XOR); }
    "|"   { return make(lexer, start, TOKEN_VERTICAL, AST_OP_OR); }
    "~"   { return make(lexer, start, TOKEN_TILDE, AST_OP_INVERT); }

    "+="  { return make(lexer, start, TOKEN_AUGMENTED, AST_OP_ADD); }
    "-="  { return make(lexer, start, TOKEN_AUGMENTED, AST_OP_SUBTRACT); }
    "*="  { return make(lexer, start, TOKEN_AUGMENTED, AST_OP_MULTIPLY); }
    "/="  { return make(lexer, start, TOKEN_AUGMENTED, AST_OP_DIVIDE); }
    "//=" { return make(lexer, start, TOKEN_AUGMENTED, AST_OP_FLOOR_DIVIDE); }
    "%="  { return make(lexer, start, TOKEN_AUGMENTED, AST_OP_REMAINDER); }
    "@="  { return make(lexer, start, TOKEN_AUGMENTED, AST_OP_MATMUL); }
    "**=" { return make(lexer, start, TOKEN_AUGMENTED, AST_OP_POWER); }
    "<<=" { return make(lexer, start, TOKEN_AUGMENTED, AST_OP_LEFT_SHIFT); }
    ">>=" { return make(lexer, start, TOKEN_AUGMENTED, AST_OP_RIGHT_SHIFT); }
    "&="  { return make(lexer, start, TOKEN_AUGMENTED, AST_OP_AND); }
    "^="  { return make(lexer, start, TOKEN_AUGMENTED, AST_OP_XOR); }
    "|="  { return make(lexer, start, TOKEN_AUGMENTED, AST_OP_OR); }

    *     { return fail_character(lexer, start); }
*/
}

/* --- indentation ------------------------------------------------------------- */

/* Moves to the first token of the next line that has one, and returns its
 * column; at the end of the text 0. */
static int32_t skip_to_line(Lexer *lexer) {
    int64_t column = 0;
    const char *p = lexer->cursor;
    for (;; p++) {
        if (*p == '#') p += strcspn(p, "\r\n");
        if (*p == ' ' || *p == '\t') column++;
        else if (*p == '\f' || *p == '\n' || *p == '\r') column = 0;
        else break;
    }
    lexer->cursor = p;
    return *p ? (int32_t)column : 0;
}

/* A tab's width is anybody's guess, so a line that holds one has no column. */
static bool has_tab(const Lexer *lexer, Span *span) {
    const char *p = lexer->cursor;
    while (p > lexer->text && p[-1] == ' ') p--;
    if (!*lexer->cursor || p == lexer->text || p[-1] != '\t') return false;
    uint32_t end = (uint32_t)(p - lexer->text);
    *span = (Span){lexer->source, end - 1, end};
    return true;
}

static void fail_indentation(Lexer *lexer, const char *message) {
    lexer->status = error_set_at(lexer->base, span_from(lexer, lexer->cursor), ERROR_INDENTATION,
                                 "%s", message);
}

static void indent_to(Lexer *lexer, int32_t column) {
    if (lexer->indent_count == LEXER_INDENTS) {
        fail_indentation(lexer, "too many levels of indentation");
        return;
    }
    lexer->indents[lexer->indent_count++] = column;
    lexer->indented = true;
}

static void dedent_to(Lexer *lexer, int32_t column) {
    while (column < lexer->indents[lexer->indent_count - 1]) {
        lexer->indent_count--;
        lexer->dedents++;
    }
    if (column != lexer->indents[lexer->indent_count - 1])
        fail_indentation(lexer, "unindent does not match any outer indentation level");
}

/* Compares the next line's column with the open blocks. */
static void begin_line(Lexer *lexer) {
    Span tab;
    lexer->line_start = false;
    lexer->line_empty = true;
    int32_t column = skip_to_line(lexer);
    if (has_tab(lexer, &tab))
        lexer->status = error_set_at(lexer->base, tab, ERROR_TAB,
                                     "tabs are not supported in indentation: use spaces");
    else if (column > lexer->indents[lexer->indent_count - 1])
        indent_to(lexer, column);
    else
        dedent_to(lexer, column);
}

Token lexer_next(Lexer *lexer) {
    if (lexer->line_start) begin_line(lexer);
    if (lexer->status) return make(lexer, lexer->cursor, 0, 0);
    /* INDENT and DEDENT have no bytes: they stand before the line's first token. */
    if (lexer->indented) {
        lexer->indented = false;
        return make(lexer, lexer->cursor, TOKEN_INDENT, 0);
    }
    if (lexer->dedents) {
        lexer->dedents--;
        return make(lexer, lexer->cursor, TOKEN_DEDENT, 0);
    }
    if (lexer->line_empty && *lexer->cursor == 0) return make(lexer, lexer->cursor, 0, 0);
    lexer->line_empty = false;
    return lex_token(lexer);
}
