import { defineConfig, loadEnv } from 'vite';

export default defineConfig(({ mode }) => {
  const { API_URL: target } = loadEnv(mode, '.', 'API_');
  return {
    server: {
      proxy: target ? { '/api': { target, rewrite: (path) => path.replace(/^\/api/, '') } } : {},
    },
  };
});
