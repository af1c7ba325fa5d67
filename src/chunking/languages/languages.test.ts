import { expect, test } from 'vitest';
import { definitionsOf } from '../fixtures/node-chunker.ts';

const CASES: readonly (readonly [what: string, path: string, text: string, found: string[]])[] = [
  [
    'TypeScript',
    'a.ts',
    `@Injectable()
export class Store<T> {
  private items: T[] = [];
  constructor() {}
  handler = (e: Event) => {};
  abstract load(): void;
}
export interface Row { id: string; save(): void }
export type Id = string;
enum Color { Red }
namespace Geo.Flat { export function area() {} }
declare module 'x' { const y: number }
export const run = async () => {}, limit = 3;
export default function () {}
const { a, b } = load();
`,
    [
      'class Store:2',
      'property Store.items:3',
      'method Store.constructor:4',
      'method Store.handler:5',
      'method Store.load:6',
      'interface Row:8',
      'property Row.id:8',
      'method Row.save:8',
      'type Id:9',
      'enum Color:10',
      'module Geo.Flat:11',
      'function Geo.Flat.area:11',
      'module x:12',
      'variable y:12',
      'function run:13',
      'variable limit:13',
      'function default:14',
      'variable a:15',
      'variable b:15',
    ],
  ],
  [
    'JavaScript of all ages',
    'a.js',
    `const fs = require('fs');
function Old() {}
Old.prototype.go = function () {};
Old.prototype = { stop: function () {}, start() {} };
exports.one = exports.uno = function () {};
module.exports = { two() {}, three: () => {} };
var $jq = class Inner { x() {} };
define(app, 'ip', function ip() {});
const table = { nested: { deep() {} } };
this.hidden = function () {};
`,
    [
      'function Old:2',
      'method Old.go:3',
      'method Old.stop:4',
      'method Old.start:4',
      'function one:5',
      'function uno:5',
      'method two:6',
      'method three:6',
      'class $jq:7',
      'method $jq.x:7',
      'function ip:8',
      'variable table:9',
      'method table.nested.deep:9',
    ],
  ],
  [
    'TSX components',
    'a.tsx',
    `export const App: FC = memo(() => <div />);\nexport default function Page() { return <App />; }\n`,
    ['function App:1', 'function Page:2'],
  ],
  [
    'Python',
    'a.py',
    `LIMIT: int = 3
a = b = 1
x, y = 1, 2
obj.attr = 1
class C(Base):
    kind = 'c'
    @property
    async def p(self):
        local = 1
    class Inner: pass
if TYPE:
    def q(): pass
try:
    import z
except ImportError:
    z = None
type Alias[T] = list[T]
`,
    [
      'variable LIMIT:1',
      'variable a:2',
      'variable b:2',
      'variable x:3',
      'variable y:3',
      'class C:5',
      'property C.kind:6',
      'method C.p:8',
      'class C.Inner:10',
      'function q:12',
      'variable z:16',
      'type Alias:17',
    ],
  ],
  [
    'Go with receivers and groups',
    'a.go',
    `package p
func (s *Server[T]) Run() {}
func New[T any](t T) {}
type (
	Opts struct { A, B int }
	Doer interface { Do() error }
)
type Alias = int
const ( K = 1
	L = 2 )
var v, w = 1, 2
`,
    [
      'method Server.Run:2',
      'function New:3',
      'class Opts:5',
      'property Opts.A:5',
      'property Opts.B:5',
      'interface Doer:6',
      'method Doer.Do:6',
      'type Alias:8',
      'variable K:9',
      'variable L:10',
      'variable v:11',
      'variable w:11',
    ],
  ],
  [
    'Rust with impl blocks',
    'a.rs',
    `#[derive(Debug)]
pub struct Point<T> { pub x: T }
impl<T> fmt::Display for geo::Point<T> { fn fmt(&self) {} const N: u8 = 1; }
pub trait Shape { fn area(&self) -> f64; }
enum Kind { A }
mod inner { pub async fn go() {} }
macro_rules! make { () => {} }
static S: u8 = 1;
type Res = u8;
extern "C" { fn ext(); }
`,
    [
      'class Point:2',
      'property Point.x:2',
      'method Point.fmt:3',
      'property Point.N:3',
      'interface Shape:4',
      'method Shape.area:4',
      'enum Kind:5',
      'module inner:6',
      'function inner.go:6',
      'macro make:7',
      'variable S:8',
      'type Res:9',
      'function ext:10',
    ],
  ],
  [
    'Java',
    'a.java',
    `package p;
public class A<T> {
  private int x, y;
  A() {}
  @Override public void run() {}
  enum E { ONE; void each() {} }
  interface I { void z(); }
}
record R(int a) {}
@interface Mark { int value(); }
`,
    [
      'class A:2',
      'property A.x:3',
      'property A.y:3',
      'method A.A:4',
      'method A.run:5',
      'enum A.E:6',
      'method A.E.each:6',
      'interface A.I:7',
      'method A.I.z:7',
      'class R:9',
      'interface Mark:10',
      'method Mark.value:10',
    ],
  ],
  [
    'C++ with out-of-line members, templates and macros',
    'a.cpp',
    `#define MAX(a, b) a
#define PI 3
#define GUARD_H
namespace deep::er {
template <class T> class Box : Base { public: int w; void open() const; ~Box() {} };
}
int Box<T>::size(int a) {}
Box::~Box() {}
static char *name(void) { int local; }
typedef struct { int a; } Pair;
using Id = int;
extern "C" { void c_call() {} }
extern int other;
int counter = 0;
void prototype(int a);
bool operator==(A a, B b) {}
enum class Color { Red };
class EXPORT_API Widget : public Base {
 public:
  void paint() {}
};
STATIC node *make(int a) { }
DWORD WINAPI run(void *p) { }
`,
    [
      'macro MAX:1',
      'macro PI:2',
      'module deep.er:4',
      'class Box:5',
      'property Box.w:5',
      'method Box.open:5',
      'method Box.~Box:5',
      'method Box.size:7',
      'method Box.~Box:8',
      'function name:9',
      'class Pair:10',
      'property Pair.a:10',
      'type Id:11',
      'function c_call:12',
      'variable counter:14',
      'function operator==:16',
      'enum Color:17',
      'class Widget:18',
      'method Widget.paint:20',
      'function make:22',
      'function run:23',
    ],
  ],
  [
    'C read by the same grammar',
    'a.h',
    '#ifndef A_H\n#define A_H\nstruct point { int x; };\ntypedef enum { ON } state;\n#endif\n',
    ['class point:3', 'property point.x:3', 'enum state:4'],
  ],
  [
    'C#',
    'a.cs',
    `namespace N.M;
[Attr] public class A<T> { int x, y; public int P { get; set; } public A() {} public async Task Go() {} event Foo E; delegate void D(); }
record R(int X); struct S {} interface I { void M(); } enum K { A }
`,
    [
      'class A:2',
      'property A.x:2',
      'property A.y:2',
      'property A.P:2',
      'method A.A:2',
      'method A.Go:2',
      'property A.E:2',
      'type A.D:2',
      'class R:3',
      'class S:3',
      'interface I:3',
      'method I.M:3',
      'enum K:3',
    ],
  ],
  [
    'Ruby with nested modules',
    'a.rb',
    `module Foo
  class Bar::Baz < Q
    LIMIT = 1
    def run!; end
    def self.make; end
    class << self
      def own; end
    end
  end
end
`,
    [
      'module Foo:1',
      'class Foo.Bar.Baz:2',
      'property Foo.Bar.Baz.LIMIT:3',
      'method Foo.Bar.Baz.run!:4',
      'method Foo.Bar.Baz.make:5',
      'method Foo.Bar.Baz.own:7',
    ],
  ],
  [
    'PHP',
    'a.php',
    `<?php
namespace A\\B;
#[Attr]
abstract class Foo { const C = 1; public $p = 1; public function m() {} }
interface I {} trait T {} enum E { case A; }
function f() {}
const Z = 1;
`,
    [
      'class Foo:4',
      'property Foo.C:4',
      'property Foo.p:4',
      'method Foo.m:4',
      'interface I:5',
      'class T:5',
      'enum E:5',
      'function f:6',
      'variable Z:7',
    ],
  ],
  [
    'shell',
    'a.sh',
    'foo() {\n  x=1\n}\nfunction bar { :; }\nexport PATH=1\n',
    ['function foo:1', 'function bar:4', 'variable PATH:5'],
  ],
  [
    'PowerShell',
    'a.ps1',
    'function Get-Foo { param($x) }\nclass A { [int]$x; [void] M() {} }\nenum E { A }\n',
    ['function Get-Foo:1', 'class A:2', 'property A.x:2', 'method A.M:2', 'enum E:3'],
  ],
];

test.each(CASES)(
  'the definitions of %s are found by name, kind and line',
  async (_, path, text, found) => {
    expect(await definitionsOf(path, text)).toEqual(found);
  },
);
