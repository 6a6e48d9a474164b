/* The lexer: source bytes to tokens. Takes text that is valid UTF-8 without
 * NULs and ends in one NUL; gives tokens with byte offsets, among them
 * NEWLINE, INDENT and DEDENT as Python defines them. It never decodes
 * literals and never looks at the grammar. (grammar/lexer.re) */
#ifndef LANG_LEXER_H
#define LANG_LEXER_H

#include "../base/error.h"

typedef struct Token {
    uint32_t start; /* bytes start..end of the source */
    uint32_t end;
    uint16_t kind;  /* TOKEN_ of the generated parser.h; 0: the end of the text */
    uint8_t op;     /* AstOperator, of operator tokens */
} Token;

enum {
    LEXER_BRACKETS = 200, /* CPython's limits */
    LEXER_INDENTS = 100
};

typedef struct Lexer {
    Base *base;
    uint32_t source;
    const char *text;
    const char *cursor;
    const char *end;        /* of the text: where its NUL stands */
    const char *marker;     /* re2c's backtracking point */
    struct LexerBracket {
        char open;
        uint32_t start;
    } brackets[LEXER_BRACKETS]; /* those open at cursor */
    int32_t bracket_count;
    int32_t indents[LEXER_INDENTS]; /* columns of the open blocks; [0] is 0 */
    int32_t indent_count;
    int32_t dedents;        /* DEDENT tokens still to be given */
    bool indented;          /* an INDENT token is still to be given */
    bool line_start;        /* the next token begins a logical line */
    bool line_empty;        /* no token of the line was given yet */
    bool embedded;          /* in the braces of an f-string: as inside of brackets */
    bool joined;            /* a backslash ended the line before */
    ArrStatus status;       /* not ARR_OK: the error is set and no token follows */
} Lexer;

void lexer_init(Lexer *lexer, Base *base, uint32_t source, const char *text, int64_t length);
/* The next token. When lexer->status is no longer ARR_OK the token means
 * nothing; ARR_INCOMPLETE: the text ended inside a bracket or a string. */
Token lexer_next(Lexer *lexer);
/* The line, from 1, of an offset. */
int64_t lexer_line(const Lexer *lexer, uint32_t offset);

#endif
