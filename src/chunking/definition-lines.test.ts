import { expect, test } from 'vitest';
import { chunkText, definitionsOf } from './fixtures/node-chunker.ts';

test.each<[language: string, path: string, text: string, found: string[]]>([
  [
    'Kotlin',
    'a.kt',
    'sealed class Shape(val a: Int) {\n    fun area(): Double = 1.0\n    companion object {\n        fun of() = 1\n    }\n}\nsuspend fun <T> List<T>.firstOr(d: T): T {\n    val local = 1\n    return d\n}\npublic fun <T> (() -> T).asFlow(): Flow<T> = 1\nfun `odd name`() {}\n',
    [
      'class Shape:1',
      'method Shape.area:2',
      'function firstOr:7',
      'function asFlow:11',
      'function odd name:12',
    ],
  ],
  [
    'Swift',
    'a.swift',
    '@MainActor public final class Store: Base {\n    @Published var items = 0\n    init(a: Int) {}\n    func load() async throws {\n        let local = 1\n    }\n}\nprotocol P {\n    func go()\n}\n',
    [
      'class Store:1',
      'property Store.items:2',
      'method Store.init:3',
      'method Store.load:4',
      'interface P:8',
      'method P.go:9',
    ],
  ],
  [
    'Scala',
    'a.scala',
    'trait Decoder[A] {\n  def apply(c: Int): A\n  final def map[B](f: A => B): Decoder[B] = ???\n}\nobject Decoder {\n  implicit val int: Decoder[Int] = ???\n}\n',
    [
      'interface Decoder:1',
      'method Decoder.apply:2',
      'method Decoder.map:3',
      'class Decoder:5',
      'property Decoder.int:6',
    ],
  ],
  [
    'Haskell',
    'a.hs',
    'module Data.Thing where\ndata Tree a = Leaf\nsize :: Tree a -> Int\nsize Leaf = 0\nsize _ = 1\nclass Shape a where\n  area :: a -> Int\n',
    ['module Data.Thing:1', 'class Tree:2', 'function size:3', 'interface Shape:6'],
  ],
  [
    'Elixir',
    'a.ex',
    'defmodule My.Mod do\n  def go?(1), do: 1\n  def go?(2), do: 2\n  defp hidden do\n    1\n  end\nend\n',
    ['module My.Mod:1', 'function My.Mod.go?:2', 'function My.Mod.hidden:4'],
  ],
  [
    'Lua',
    'a.lua',
    'local M = {}\nfunction M.setup(o)\n  local x = 1\nend\nM.run = function() end\n',
    ['variable M:1', 'function M.setup:2', 'function M.run:5'],
  ],
  [
    'Zig',
    'a.zig',
    'pub const Point = struct {\n    pub fn len(\n        self: Point,\n    ) u8 {\n        const local = 1;\n    }\n};\ntest "it works" {}\n',
    ['class Point:1', 'method Point.len:2'],
  ],
  ['Perl', 'a.pl', 'package Foo::Bar;\nsub new {\n}\n', ['module Foo.Bar:1', 'function new:2']],
  [
    'SQL',
    'a.sql',
    'CREATE TABLE IF NOT EXISTS users (\n  id int\n);\ncreate or replace function f() returns int\n',
    ['class users:1', 'function f:4'],
  ],
  [
    'Protocol Buffers',
    'a.proto',
    'message M {\n  enum E { A = 0; }\n}\nservice S {\n  rpc Get(M) returns (M);\n}\n',
    ['class M:1', 'enum M.E:2', 'interface S:4', 'method S.Get:5'],
  ],
  [
    'Terraform',
    'a.tf',
    'resource "aws_x" "main" {\n}\nvariable "size" {}\n',
    ['class aws_x.main:1', 'variable size:3'],
  ],
])('the heads of definitions in %s are found by line', async (_, path, text, found) => {
  expect(await definitionsOf(path, text)).toEqual(found);
});

test('a definition without grammar begins its chunk, with comments and annotations above it', async () => {
  const body = '    call(1, 2, 3)\n'.repeat(60);
  const text = `import x\n\nfun one() {\n${body}}\n\n/** About two. */\n@Test\nfun two() {\n${body}}\n`;
  const { chunks, syntax } = await chunkText('a.kt', text);
  expect(syntax).toBe('lines');
  expect(chunks.map(({ type, name }) => `${type} ${name}`)).toEqual([
    'function one',
    'function two',
  ]);
  expect(chunks[1]?.content.startsWith('/** About two. */\n@Test\nfun two')).toBe(true);
});

test('text without any structure is cut behind empty lines at small indentation', async () => {
  const paragraph = `${'Plain words in a line of text.\n'.repeat(9)}\n`;
  const { chunks } = await chunkText('a.txt', paragraph.repeat(12));
  expect(chunks.length).toBeGreaterThan(1);
  for (const chunk of chunks.slice(0, -1)) expect(chunk.content.endsWith('text.\n')).toBe(true);
});
