export const prerender = true;
export const trailingSlash = 'always';
// The pages are neutral shells: everything on them depends on the link and on what the browser keeps.
export const ssr = false;
