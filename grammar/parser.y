/* The grammar: tokens to the syntax tree. One production of Python's grammar
 * after another, with its names; each action is one call of a constructor
 * (src/lang/build.h), which also checks what a context-free grammar cannot say.
 * Python that the language does not have is refused in two places: here where
 * the place decides (ast_refuse), and in src/lang/parse.c where a token alone
 * does. Errors are worded in parse.c. */
%name grammar
%token_prefix TOKEN_
%token_type {Token}
%default_type {Ast *}
%extra_context {AstBuilder *b}
%start_symbol program

/* Fixed: lemon 3.40 can only grow its stack by the C library's malloc. Brackets
 * are limited to 200 and blocks to 100, so only absurd text meets the end. */
%stack_size 3000

%include {
#ifndef NDEBUG
#define NDEBUG /* lemon's trace is global state, its assertions abort */
#endif
#include "lang/build.h"
#define YYNOERRORRECOVERY 1
#define grammar_ENGINEALWAYSONSTACK 1
}

%syntax_error { b->failure = AST_UNEXPECTED_TOKEN; }
%stack_overflow { b->failure = AST_STACK_FULL; }

/* Words and signs of Python that begin nothing here: refused by parse.c. */
%token ASYNC AWAIT CLASS WITH YIELD WALRUS.

/* --- the text -------------------------------------------------------------- */

program ::= statements(A). { ast_program(b, A); }
/* What stands in the braces of an f-string: fstring.c gives the first token. */
program ::= EMBEDDED expressions(A) NEWLINE. { ast_program(b, A); }

statements(R) ::= . { R = ast_block(b); }
statements(R) ::= statements(A) statement(S). { R = ast_statement(b, A, S); }

statement(R) ::= simple_line(A). { R = A; }
statement(R) ::= IF(K) expression(C) COLON suite(A) orelse(B). { R = ast_if(b, K, C, A, B); }
statement(R) ::= WHILE(K) expression(C) COLON suite(A) otherwise(B).
    { R = ast_while(b, K, C, A, B); }
statement(R) ::= FOR(K) targets(T) IN expressions(I) COLON suite(A) otherwise(B).
    { R = ast_for(b, K, T, I, A, B); }
statement(R) ::= TRY(K) COLON suite(A) handlers(H) otherwise(B). { R = ast_try(b, K, A, H, B, NULL); }
statement(R) ::= TRY(K) COLON suite(A) handlers(H) otherwise(B) FINALLY COLON suite(C).
    { R = ast_try(b, K, A, H, B, C); }
statement(R) ::= TRY(K) COLON suite(A) FINALLY COLON suite(C).
    { R = ast_try(b, K, A, NULL, NULL, C); }
statement(R) ::= WITH contexts(I) COLON suite(A). { R = ast_with(b, I, A); }
statement(R) ::= DEF(K) NAME(N) LPAREN def_parameters(P) RPAREN(E) COLON suite(A).
    { R = ast_def(b, K, N, P, E, A); }
statement(R) ::= DEF(K) NAME(N) LPAREN def_parameters(P) RPAREN(E) ARROW expression COLON suite(A).
    { R = ast_def(b, K, N, P, E, A); }
statement(R) ::= AT(T). { R = ast_refuse(b, T, "decorators"); }

orelse(R) ::= . { R = NULL; }
orelse(R) ::= ELIF(K) expression(C) COLON suite(A) orelse(B). { R = ast_if(b, K, C, A, B); }
orelse(R) ::= ELSE COLON suite(A). { R = A; }

otherwise(R) ::= . { R = NULL; }
otherwise(R) ::= ELSE COLON suite(A). { R = A; }

contexts(R) ::= context(C). { R = ast_statement(b, ast_block(b), C); }
contexts(R) ::= contexts(A) COMMA context(C). { R = ast_statement(b, A, C); }
context(R) ::= expression(C). { R = ast_context(b, C, NULL); }
context(R) ::= expression(C) AS NAME(N). { R = ast_context(b, C, &N); }

handlers(R) ::= handler(H). { R = ast_statement(b, ast_block(b), H); }
handlers(R) ::= handlers(A) handler(H). { R = ast_handlers(b, A, H); }
handler(R) ::= EXCEPT(K) COLON suite(A). { R = ast_handler(b, K, NULL, NULL, A); }
handler(R) ::= EXCEPT(K) expression(T) COLON suite(A). { R = ast_handler(b, K, T, NULL, A); }
handler(R) ::= EXCEPT(K) expression(T) AS NAME(N) COLON suite(A).
    { R = ast_handler(b, K, T, &N, A); }
handler(R) ::= EXCEPT STAR(T). { R = ast_refuse(b, T, "'except*' clauses"); }
handler(R) ::= EXCEPT expression(T) COMMA.
    { R = ast_fail(b, T ? T->span : ast_span(b, 0, 0), "multiple exception types must be parenthesized"); }

suite(R) ::= simple_line(A). { R = ast_suite(b, A); }
suite(R) ::= NEWLINE INDENT block(A) DEDENT. { R = A; }

block(R) ::= statement(S). { R = ast_suite(b, S); }
block(R) ::= block(A) statement(S). { R = ast_statement(b, A, S); }

/* --- simple statements ------------------------------------------------------ */

simple_line(R) ::= simples(A) NEWLINE. { R = A; }
simple_line(R) ::= simples(A) SEMICOLON NEWLINE. { R = A; }

simples(R) ::= simple(A). { R = A; }
simples(R) ::= simples(A) SEMICOLON simple(S). { R = ast_statement(b, ast_suite(b, A), S); }

simple(R) ::= expressions(A). { R = ast_expression(b, A); }
simple(R) ::= assignment(A). { R = A; }
simple(R) ::= expressions(A) AUGMENTED(O) expressions(B). { R = ast_augmented(b, A, O, B); }
simple(R) ::= expressions(A) COLON expression. { R = ast_annotated(b, A, NULL); }
simple(R) ::= expressions(A) COLON expression EQUALS expressions(B). { R = ast_annotated(b, A, B); }
simple(R) ::= ASSERT(T) expression(A). { R = ast_assert(b, T, A, NULL); }
simple(R) ::= ASSERT(T) expression(A) COMMA expression(B). { R = ast_assert(b, T, A, B); }
simple(R) ::= RAISE(T). { R = ast_raise(b, T, NULL, NULL); }
simple(R) ::= RAISE(T) expression(A). { R = ast_raise(b, T, A, NULL); }
simple(R) ::= RAISE(T) expression(A) FROM expression(B). { R = ast_raise(b, T, A, B); }
simple(R) ::= DEL(T) expressions(A). { R = ast_delete(b, T, A); }
simple(R) ::= declaration(A). { R = A; }
simple(R) ::= PASS(T). { R = ast_constant(b, AST_PASS, T); }
simple(R) ::= BREAK(T). { R = ast_constant(b, AST_BREAK, T); }
simple(R) ::= CONTINUE(T). { R = ast_constant(b, AST_CONTINUE, T); }
simple(R) ::= RETURN(T). { R = ast_return(b, T, NULL); }
simple(R) ::= RETURN(T) expressions(A). { R = ast_return(b, T, A); }
simple(R) ::= IMPORT imports(A). { R = A; }
simple(R) ::= FROM dotted(M) IMPORT imported(A). { R = ast_from_import(b, M, A); }
simple(R) ::= FROM dotted(M) IMPORT LPAREN imported(A) RPAREN. { R = ast_from_import(b, M, A); }
simple(R) ::= FROM dotted(M) IMPORT LPAREN imported(A) COMMA RPAREN.
    { R = ast_from_import(b, M, A); }
simple(R) ::= FROM dotted IMPORT STAR(T). { R = ast_refuse(b, T, "'import *' forms"); }
simple(R) ::= FROM DOT(T). { R = ast_refuse(b, T, "relative imports"); }
simple(R) ::= FROM ELLIPSIS(T). { R = ast_refuse(b, T, "relative imports"); }

declaration(R) ::= GLOBAL(T) NAME(N). { R = ast_declare(b, ast_new(b, AST_GLOBAL, T.start, T.end), N); }
declaration(R) ::= NONLOCAL(T) NAME(N).
    { R = ast_declare(b, ast_new(b, AST_NONLOCAL, T.start, T.end), N); }
declaration(R) ::= declaration(A) COMMA NAME(N). { R = ast_declare(b, A, N); }

assignment(R) ::= expressions(A) EQUALS expressions(B). { R = ast_assign(b, A, B); }
assignment(R) ::= assignment(A) EQUALS expressions(B). { R = ast_assign_chain(b, A, B); }

imports(R) ::= import(A). { R = ast_statement(b, ast_block(b), A); }
imports(R) ::= imports(A) COMMA import(B). { R = ast_statement(b, A, B); }
import(R) ::= dotted(M). { R = ast_import(b, M, NULL); }
import(R) ::= dotted(M) AS NAME(N). { R = ast_import(b, M, &N); }

imported(R) ::= NAME(N). { R = ast_import_name(b, ast_block(b), N, NULL); }
imported(R) ::= NAME(N) AS NAME(A). { R = ast_import_name(b, ast_block(b), N, &A); }
imported(R) ::= imported(L) COMMA NAME(N). { R = ast_import_name(b, L, N, NULL); }
imported(R) ::= imported(L) COMMA NAME(N) AS NAME(A). { R = ast_import_name(b, L, N, &A); }

%type dotted {Token}
dotted(R) ::= NAME(N). { R = N; }
dotted(R) ::= dotted(A) DOT NAME(N). { R = ast_dotted(A, N); }

/* --- parameters ------------------------------------------------------------- */

%type def_parameters {AstParameters *}
def_parameters(R) ::= . { R = ast_parameters(b); }
def_parameters(R) ::= def_parameter_list(P). { R = P; }
def_parameters(R) ::= def_parameter_list(P) COMMA. { R = P; }

%type def_parameter_list {AstParameters *}
def_parameter_list(R) ::= def_parameter(A). { R = ast_parameter(b, ast_parameters(b), A); }
def_parameter_list(R) ::= def_parameter_list(P) COMMA def_parameter(A).
    { R = ast_parameter(b, P, A); }

%type def_parameter {AstParameter}
def_parameter(R) ::= NAME(N) annotation. { R = ast_plain_parameter(b, N, NULL); }
def_parameter(R) ::= NAME(N) annotation EQUALS expression(A). { R = ast_plain_parameter(b, N, A); }
def_parameter(R) ::= STAR(S). { R = ast_star_parameter(b, S, NULL); }
def_parameter(R) ::= STAR(S) NAME(N) annotation. { R = ast_star_parameter(b, S, &N); }
def_parameter(R) ::= refused_parameter. { R = (AstParameter){0}; }

annotation ::= .
annotation ::= COLON expression.

%type lambda_parameters {AstParameters *}
lambda_parameters(R) ::= . { R = ast_parameters(b); }
lambda_parameters(R) ::= lambda_parameter_list(P). { R = P; }
lambda_parameters(R) ::= lambda_parameter_list(P) COMMA. { R = P; }

%type lambda_parameter_list {AstParameters *}
lambda_parameter_list(R) ::= lambda_parameter(A). { R = ast_parameter(b, ast_parameters(b), A); }
lambda_parameter_list(R) ::= lambda_parameter_list(P) COMMA lambda_parameter(A).
    { R = ast_parameter(b, P, A); }

%type lambda_parameter {AstParameter}
lambda_parameter(R) ::= NAME(N). { R = ast_plain_parameter(b, N, NULL); }
lambda_parameter(R) ::= NAME(N) EQUALS expression(A). { R = ast_plain_parameter(b, N, A); }
lambda_parameter(R) ::= STAR(S). { R = ast_star_parameter(b, S, NULL); }
lambda_parameter(R) ::= STAR(S) NAME(N). { R = ast_star_parameter(b, S, &N); }
lambda_parameter(R) ::= refused_parameter. { R = (AstParameter){0}; }

refused_parameter ::= POWER(T). { ast_refuse(b, T, "'**' parameters"); }
refused_parameter ::= SLASH(T). { ast_refuse(b, T, "positional-only parameters"); }

/* --- lists of expressions --------------------------------------------------- */

/* One expression, or a tuple without parentheses. */
expressions(R) ::= element(A). { R = A; }
expressions(R) ::= tuple(A). { R = A; }
expressions(R) ::= tuple(A) element(B). { R = ast_append(b, A, B); }
tuple(R) ::= element(A) COMMA(T). { R = ast_tuple(b, A, T); }
tuple(R) ::= tuple(A) element(B) COMMA(T). { R = ast_comma(b, ast_append(b, A, B), T); }

element(R) ::= expression(A). { R = A; }
element(R) ::= STAR(T) bitwise_or(A). { R = ast_starred(b, T, A); }

/* What stands between for and in: no comparison, which would eat the in. */
targets(R) ::= target(A). { R = A; }
targets(R) ::= target_tuple(A). { R = A; }
targets(R) ::= target_tuple(A) target(B). { R = ast_append(b, A, B); }
target_tuple(R) ::= target(A) COMMA(T). { R = ast_tuple(b, A, T); }
target_tuple(R) ::= target_tuple(A) target(B) COMMA(T).
    { R = ast_comma(b, ast_append(b, A, B), T); }

target(R) ::= bitwise_or(A). { R = A; }
target(R) ::= STAR(T) bitwise_or(A). { R = ast_starred(b, T, A); }

/* --- expressions, loosest first ---------------------------------------------- */

expression(R) ::= disjunction(A). { R = A; }
expression(R) ::= disjunction(A) IF disjunction(B) ELSE expression(C).
    { R = ast_conditional(b, A, B, C); }
expression(R) ::= LAMBDA(K) lambda_parameters(P) COLON expression(A).
    { R = ast_lambda(b, K, P, A); }

disjunction(R) ::= conjunction(A). { R = A; }
disjunction(R) ::= disjunction(A) OR conjunction(B). { R = ast_logical(b, AST_OR, A, B); }

conjunction(R) ::= inversion(A). { R = A; }
conjunction(R) ::= conjunction(A) AND inversion(B). { R = ast_logical(b, AST_AND, A, B); }

inversion(R) ::= comparison(A). { R = A; }
inversion(R) ::= NOT(O) inversion(A). { R = ast_not(b, O, A); }

comparison(R) ::= bitwise_or(A). { R = A; }
comparison(R) ::= comparison(A) comparator(O) bitwise_or(B). { R = ast_compare(b, A, O, B); }

%type comparator {Token}
comparator(R) ::= COMPARE(O). { R = O; }
comparator(R) ::= IN(O). { R = O; }
comparator(R) ::= NOT(A) IN(B). { R = ast_operator(A, B, AST_OP_NOT_IN); }
comparator(R) ::= IS(O). { R = O; }
comparator(R) ::= IS(A) NOT(B). { R = ast_operator(A, B, AST_OP_IS_NOT); }

bitwise_or(R) ::= bitwise_xor(A). { R = A; }
bitwise_or(R) ::= bitwise_or(A) VERTICAL(O) bitwise_xor(B). { R = ast_binary(b, A, O, B); }

bitwise_xor(R) ::= bitwise_and(A). { R = A; }
bitwise_xor(R) ::= bitwise_xor(A) CIRCUMFLEX(O) bitwise_and(B). { R = ast_binary(b, A, O, B); }

bitwise_and(R) ::= shift(A). { R = A; }
bitwise_and(R) ::= bitwise_and(A) AMPERSAND(O) shift(B). { R = ast_binary(b, A, O, B); }

shift(R) ::= sum(A). { R = A; }
shift(R) ::= shift(A) SHIFT(O) sum(B). { R = ast_binary(b, A, O, B); }

sum(R) ::= term(A). { R = A; }
sum(R) ::= sum(A) PLUS|MINUS(O) term(B). { R = ast_binary(b, A, O, B); }

term(R) ::= factor(A). { R = A; }
term(R) ::= term(A) STAR|SLASH|DOUBLE_SLASH|PERCENT|AT(O) factor(B). { R = ast_binary(b, A, O, B); }

factor(R) ::= power(A). { R = A; }
factor(R) ::= PLUS|MINUS|TILDE(O) factor(A). { R = ast_unary(b, O, A); }

power(R) ::= primary(A). { R = A; }
power(R) ::= primary(A) POWER(O) factor(B). { R = ast_binary(b, A, O, B); }

primary(R) ::= atom(A). { R = A; }
primary(R) ::= primary(A) DOT NAME(N). { R = ast_attribute(b, A, N); }
primary(R) ::= primary(A) LPAREN arguments(L) RPAREN(E). { R = ast_call(b, A, L, E); }
primary(R) ::= primary(A) LBRACKET subscripts(I) RBRACKET(E). { R = ast_subscript(b, A, I, E); }

atom(R) ::= NAME(T). { R = ast_name(b, T); }
atom(R) ::= NUMBER(T). { R = ast_number(b, T); }
atom(R) ::= strings(A). { R = ast_string_join(b, A); }
atom(R) ::= NONE(T). { R = ast_constant(b, AST_NONE, T); }
atom(R) ::= TRUE(T). { R = ast_constant(b, AST_TRUE, T); }
atom(R) ::= FALSE(T). { R = ast_constant(b, AST_FALSE, T); }
atom(R) ::= ELLIPSIS(T). { R = ast_constant(b, AST_ELLIPSIS, T); }
atom(R) ::= LPAREN(S) RPAREN(E). { R = ast_parenthesised(b, S, NULL, E); }
atom(R) ::= LPAREN(S) expressions(A) RPAREN(E). { R = ast_parenthesised(b, S, A, E); }
atom(R) ::= LBRACKET(S) RBRACKET(E). { R = ast_list(b, S, NULL, E); }
atom(R) ::= LBRACKET(S) expressions(A) RBRACKET(E). { R = ast_list(b, S, A, E); }
atom(R) ::= LPAREN(S) element(A) clauses(C) RPAREN(E).
    { R = ast_comprehension(b, AST_GENERATOR, S, A, NULL, C, E); }
atom(R) ::= LBRACKET(S) element(A) clauses(C) RBRACKET(E).
    { R = ast_comprehension(b, AST_LIST_COMPREHENSION, S, A, NULL, C, E); }
atom(R) ::= LBRACE(S) expression(A) COLON expression(B) clauses(C) RBRACE(E).
    { R = ast_comprehension(b, AST_DICT_COMPREHENSION, S, A, B, C, E); }
atom(R) ::= LBRACE(S) RBRACE(E). { R = ast_dict(b, S, ast_block(b), E); }
atom(R) ::= LBRACE(S) pairs(A) RBRACE(E). { R = ast_dict(b, S, A, E); }
atom(R) ::= LBRACE(S) pairs(A) COMMA RBRACE(E). { R = ast_dict(b, S, A, E); }
atom(R) ::= LBRACE(T) expressions RBRACE. { R = ast_refuse(b, T, "set displays"); }
atom(R) ::= LBRACE(T) element clauses RBRACE. { R = ast_refuse(b, T, "set comprehensions"); }

pairs(R) ::= expression(A) COLON expression(B). { R = ast_pair(b, ast_block(b), A, B); }
pairs(R) ::= pairs(L) COMMA expression(A) COLON expression(B). { R = ast_pair(b, L, A, B); }
pairs(R) ::= POWER(T). { R = ast_refuse(b, T, "'**' items of dict displays"); }
pairs(R) ::= pairs COMMA POWER(T). { R = ast_refuse(b, T, "'**' items of dict displays"); }

%type clauses {AstComprehension *}
clauses(R) ::= FOR targets(T) IN disjunction(A). { R = ast_clause(b, ast_clauses(b), T, A); }
clauses(R) ::= clauses(L) FOR targets(T) IN disjunction(A). { R = ast_clause(b, L, T, A); }
clauses(R) ::= clauses(L) IF disjunction(A). { R = ast_clause(b, L, NULL, A); }

strings(R) ::= STRING(T). { R = ast_string(b, T); }
strings(R) ::= strings(A) STRING(T). { R = ast_string_append(b, A, T); }

/* --- calls and subscripts ---------------------------------------------------- */

%type arguments {AstArguments *}
arguments(R) ::= . { R = ast_arguments(b); }
arguments(R) ::= argument_list(L). { R = L; }
arguments(R) ::= argument_list(L) COMMA. { R = L; }
arguments(R) ::= expression(A) clauses(C). { R = ast_argument_generator(b, A, C); }

%type argument_list {AstArguments *}
argument_list(R) ::= expression(A). { R = ast_argument(b, ast_arguments(b), A); }
argument_list(R) ::= expression(N) EQUALS expression(A).
    { R = ast_argument_keyword(b, ast_arguments(b), N, A); }
argument_list(R) ::= argument_list COMMA expression(A) clauses.
    { R = ast_fail(b, A ? A->span : ast_span(b, 0, 0), "Generator expression must be parenthesized"); }
argument_list(R) ::= STAR(S) expression(A). { R = ast_argument_starred(b, ast_arguments(b), S, A); }
argument_list(R) ::= argument_list(L) COMMA expression(A). { R = ast_argument(b, L, A); }
argument_list(R) ::= argument_list(L) COMMA expression(N) EQUALS expression(A).
    { R = ast_argument_keyword(b, L, N, A); }
argument_list(R) ::= argument_list(L) COMMA STAR(S) expression(A).
    { R = ast_argument_starred(b, L, S, A); }
argument_list(R) ::= refused_argument. { R = NULL; }
argument_list(R) ::= argument_list COMMA refused_argument. { R = NULL; }

refused_argument ::= POWER(T). { ast_refuse(b, T, "'**' arguments"); }

subscripts(R) ::= subscript(A). { R = A; }
subscripts(R) ::= subscript_tuple(A). { R = A; }
subscripts(R) ::= subscript_tuple(A) subscript(B). { R = ast_append(b, A, B); }
subscript_tuple(R) ::= subscript(A) COMMA(T). { R = ast_tuple(b, A, T); }
subscript_tuple(R) ::= subscript_tuple(A) subscript(B) COMMA(T).
    { R = ast_comma(b, ast_append(b, A, B), T); }

subscript(R) ::= expression(A). { R = A; }
subscript(R) ::= slice(A). { R = A; }
subscript(R) ::= slice(A) COLON(T) bound(B). { R = ast_slice_step(b, A, T, B); }
subscript(R) ::= STAR(T). { R = ast_refuse(b, T, "starred subscripts"); }
slice(R) ::= bound(A) COLON(T) bound(B). { R = ast_slice(b, A, T, B); }

bound(R) ::= . { R = NULL; }
bound(R) ::= expression(A). { R = A; }

/* --- for error messages ------------------------------------------------------ */

%code {
size_t grammar_size(void) {
    return sizeof(yyParser);
}

/* Whether the parser, as it stands after an error, would have taken a token of
 * this kind: its moves are played on the states alone. Only the states above
 * the real stack's part that is left need room, and empty rules add few. */
bool grammar_accepts(const void *parser, int kind) {
    const yyParser *p = parser;
    YYACTIONTYPE pushed[16];
    int count = 0;
    const yyStackEntry *top = p->yytos;
    YYACTIONTYPE action = top->stateno;
    while ((action = yy_find_shift_action((YYCODETYPE)kind, action)) >= YY_MIN_REDUCE) {
        unsigned rule = action - YY_MIN_REDUCE;
        for (int pop = -yyRuleInfoNRhs[rule]; pop > 0; pop--) {
            if (count) count--;
            else top--;
        }
        YYACTIONTYPE below = count ? pushed[count - 1] : top->stateno;
        action = yy_find_reduce_action(below, yyRuleInfoLhs[rule]);
        if (action == YY_ACCEPT_ACTION || count == 16) break;
        pushed[count++] = action;
    }
    return action <= YY_MAX_SHIFTREDUCE || action == YY_ACCEPT_ACTION;
}
}
