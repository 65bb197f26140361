import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { scannerEnvironment } from '../src/running/environment.ts';
import { describeConfinement } from '../src/running/confinement.ts';
import { portsOf } from '../src/running/ports.ts';
import { watchProgress } from '../src/running/progress.ts';
import { choose } from '../src/settings/settings-files.ts';

describe('what a scanner may know and reach', () => {
  it('is a home of its own, the way through proxies, and whom to trust', () => {
    const scratch = mkdtempSync(join(tmpdir(), 'environment-'));
    const env = {
      PATH: '/bin',
      https_proxy: 'http://p:3128',
      SSL_CERT_FILE: '/c',
      GITHUB_TOKEN: 'x',
      PYTHONPATH: '/evil',
    };
    const found = scannerEnvironment(scratch, { A: 'b' }, env);
    expect(found).toMatchObject({
      PATH: '/bin',
      https_proxy: 'http://p:3128',
      SSL_CERT_FILE: '/c',
      HOME: scratch,
      A: 'b',
    });
    expect(found).not.toHaveProperty('GITHUB_TOKEN');
    expect(found).not.toHaveProperty('PYTHONPATH');
  });

  it.each([
    ['nothing', [], {}, []],
    ['a service of its own port', ['http://127.0.0.1:8123/v1/query'], {}, [8123, 53]],
    ['the usual port', ['https://api.osv.dev'], {}, [443, 53]],
    ['the proxy too', ['https://semgrep.dev'], { HTTPS_PROXY: 'proxy.corp:3128' }, [443, 3128, 53]],
  ])('are the ports of %s', (_, addresses, env, ports) => {
    expect(portsOf(addresses, env)).toEqual(ports);
  });

  it('is said as it is, also where little is enforced', () => {
    expect(describeConfinement({ python: '', landlock: 0 })).toContain('nothing else be enforced');
    expect(describeConfinement({ python: '', landlock: 3 })).toContain('their network was not limited');
    expect(describeConfinement({ python: '', landlock: 5 })).toContain('not to hosts');
  });

  it('is told while it takes long', async () => {
    const said = await new Promise<string>((resolve) => {
      const progress = watchProgress(1, (line) => {
        progress.stop();
        resolve(line);
      });
      progress.begin('semgrep', 'scanning');
      // The watch itself keeps no process alive.
      const alive = setInterval(() => undefined, 1);
      setTimeout(() => clearInterval(alive), 200).unref();
    });
    expect(said).toBe('Still at work: semgrep (scanning, 0 s)');
  });
});

describe('a settings file of a stranger', () => {
  it.each([
    ['is followed where it is the base’s', 'a', 'a', 'as it is'],
    ['gives way to the base’s', 'b', 'a', 'of the base'],
    ['gives way to the base’s where it was deleted', '', 'a', 'of the base'],
    ['is ignored where the base has none', 'b', '', 'none'],
    ['is ignored where the base is not known', 'b', 'unknown', 'none'],
    ['is nothing where there is none', '', '', 'none'],
  ])('%s', (_, here, base, choice) => {
    expect(choose({ here, base })).toBe(choice);
  });
});
