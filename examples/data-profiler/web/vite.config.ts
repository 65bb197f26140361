import { defineConfig, loadEnv, type ProxyOptions } from 'vite';

export default defineConfig(({ mode }) => {
  const proxy: Record<string, ProxyOptions> = {};
  const { API_URL: target } = loadEnv(mode, '.', 'API_');
  if (target) proxy['/api'] = { target, rewrite: (path) => path.replace(/^\/api/, '') };
  return { server: { proxy } };
});
