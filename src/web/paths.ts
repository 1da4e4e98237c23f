import type { WebRoute } from '../runtime/messenger.ts';

export type Found =
  | { readonly kind: 'route'; readonly route: WebRoute; readonly params: Readonly<Record<string, string>> }
  | { readonly kind: 'wrong-method'; readonly allow: readonly string[] }
  | { readonly kind: 'none' };

interface Pattern {
  readonly route: WebRoute;
  readonly regex: RegExp;
}

/** Finds the route of a method and a path. A fixed path wins over one with `:names`; HEAD asks for what GET would give. */
export function createPaths(routes: readonly WebRoute[]): (method: string, path: string) => Found {
  const patterns = routes.map(toPattern).sort((a, b) => names(a.route) - names(b.route));
  const seen = new Set<string>();
  for (const { route, regex } of patterns) {
    const key = `${route.method} ${regex.source.replaceAll(/\?<\w+>/g, '')}`;
    if (seen.has(key)) throw new Error(`Two routes answer ${route.method} ${route.path}`);
    seen.add(key);
  }
  return (method, path) => {
    const matching = patterns.filter(({ regex }) => regex.test(path));
    const asked = method === 'HEAD' ? 'GET' : method;
    const found = matching.find(({ route }) => route.method === asked);
    if (found !== undefined) return { kind: 'route', route: found.route, params: { ...found.regex.exec(path)?.groups } };
    return matching.length === 0
      ? { kind: 'none' }
      : { kind: 'wrong-method', allow: [...new Set(matching.map(({ route }) => route.method))] };
  };
}

const names = (route: WebRoute): number => route.path.split(':').length;

function toPattern(route: WebRoute): Pattern {
  const parts = route.path.split(/:([a-z]\w*)/i);
  const source = parts
    .map((part, index) => (index % 2 === 1 ? `(?<${part}>[^/]+)` : part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')))
    .join('');
  return { route, regex: new RegExp(`^${source}$`) };
}
