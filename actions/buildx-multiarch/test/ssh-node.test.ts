import { describe, expect, it } from '@jest/globals';
import { explainTrouble, wayTo } from '../src/builder/node-trouble.ts';
import { readSshAddress } from '../src/builder/ssh-node.ts';

describe('an address of a node behind SSH', () => {
  it.each([
    ['ssh://arm.example.com', ['--', 'arm.example.com'], ''],
    ['ssh://root@arm.example.com/', ['-l', 'root', '--', 'arm.example.com'], ''],
    ['ssh://root@[::1]:2222', ['-l', 'root', '-p', '2222', '--', '::1'], ''],
    ['ssh://arm/run/user/1000/buildkit/buildkitd.sock', ['--', 'arm'], '/run/user/1000/buildkit/buildkitd.sock'],
  ])('%s goes where Buildx would go', (address, destination, socket) => {
    expect(readSshAddress(address)).toEqual({ destination, socket });
  });

  it.each(['ssh://root:password@arm', 'ssh://', 'ssh://arm:port', 'ssh://arm?key=x', 'tcp://arm:1234'])(
    '%s is none',
    (address) => expect(readSshAddress(address)).toBeUndefined(),
  );
});

describe('what SSH says', () => {
  const ended = { exitCode: 255, reason: '', output: '' };
  it.each<readonly [string, string, boolean]>([
    ['bash: line 1: buildctl: command not found\n', 'has no buildctl', true],
    ['sh: 1: buildctl: not found\n', 'has no buildctl', true],
    [
      '@@@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @@@\nHost key verification failed.\n',
      'another host key',
      true,
    ],
    ['Host key verification failed.\n', 'nobody has vouched for', true],
    ['octo@arm: Permission denied (publickey).\n', 'none of its keys', true],
    ['ssh: Could not resolve hostname arm: Name or service not known\n', 'means nothing here', true],
    ['error: dial unix /run/buildkit/buildkitd.sock: connect: permission denied', 'may not talk to BuildKit', true],
    ['error: dial unix /run/buildkit/buildkitd.sock: connect: no such file or directory', 'no BuildKit answers', true],
    [
      'ssh: connect to host arm port 22: Connection refused\n',
      'connect to host arm port 22: Connection refused',
      false,
    ],
    ['error: invalid address tcp://127.0.0.1:1234 (expected unix://, got tcp://)', 'names no unix socket', true],
    ['', 'exit code 255', false],
  ])('in the words %j is explained', (output, words, lasting) => {
    const way = wayTo('ssh://octo@arm');
    const trouble = way && explainTrouble(way, { ...ended, output });
    expect(trouble?.problem).toContain(words);
    expect(trouble?.lasting).toBe(lasting);
  });
});
