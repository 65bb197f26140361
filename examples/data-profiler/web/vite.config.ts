import { defineConfig } from 'vite';

export default defineConfig({
  server: {
    proxy: {
      '/api': { target: process.env['API_URL'], rewrite: (path) => path.replace(/^\/api/, '') },
    },
  },
});
