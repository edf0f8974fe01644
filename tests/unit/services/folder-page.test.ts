import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseListing } from '$lib/services/folder-page';

const apachePre = `<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2 Final//EN">
<html><head><title>Index of /sort_by_project/x</title></head><body><h1>Index of /sort_by_project/x</h1>
<pre><img src="/icons/blank.gif" alt="Icon "> <a href="?C=N;O=D">Name</a>                    <a href="?C=M;O=A">Last modified</a>      <a href="?C=S;O=A">Size</a>  <a href="?C=D;O=A">Description</a><hr><img src="/icons/back.gif" alt="[PARENTDIR]"> <a href="/sort_by_project/">Parent Directory</a>                             -   
<img src="/icons/folder.gif" alt="[DIR]"> <a href="ut06/">ut06/</a>                   10-Mar-2014 07:05    -   
<img src="/icons/compressed.gif" alt="[   ]"> <a href="20140310_0600_gill_themis19_full.pgm.gz">20140310_0600_gill_th..&gt;</a> 10-Mar-2014 06:05  2.0M  
<img src="/icons/compressed.gif" alt="[   ]"> <a href="20140310_06_gill_themis19_row2.pgm.gz">20140310_06_gill_them..&gt;</a> 10-Mar-2014 06:05  307K  
<a href="themis_skymap_gako_20110305-%2B_vXX.sav">themis_skymap_gako_20..&gt;</a> 10-Mar-2014 06:05  1.2G  
<a href="tiny.txt">tiny.txt</a>                10-Mar-2014 06:05  812   
<hr></pre></body></html>`;

describe('parseListing', () => {
  test("Apache's plain page: names, folders and rounded sizes, without the links that lead elsewhere", () => {
    expect(parseListing(apachePre)).toEqual([
      { name: 'ut06', isFolder: true, bytes: null },
      { name: '20140310_0600_gill_themis19_full.pgm.gz', isFolder: false, bytes: 2 * 2 ** 20 },
      { name: '20140310_06_gill_themis19_row2.pgm.gz', isFolder: false, bytes: 307 * 1024 },
      { name: 'themis_skymap_gako_20110305-+_vXX.sav', isFolder: false, bytes: Math.round(1.2 * 2 ** 30) },
      { name: 'tiny.txt', isFolder: false, bytes: 812 },
    ]);
  });

  test("Apache's table, nginx's exact sizes, other servers' quotes", () => {
    const table = `<tr><td valign="top"><a href="a.gz"><img src="/icons/x.gif"></a></td><td><a href="a.gz">a.gz</a></td>
      <td align="right">2014-03-10 06:05  </td><td align="right">2.1M</td><td>&nbsp;</td></tr>`;
    expect(parseListing(table)).toEqual([{ name: 'a.gz', isFolder: false, bytes: Math.round(2.1 * 2 ** 20) }]);
    const nginx = `<a href="../">../</a>\n<a href="a_100.gz">a_100.gz</a>      10-Mar-2014 06:05             2166897\n`;
    expect(parseListing(nginx)).toEqual([{ name: 'a_100.gz', isFolder: false, bytes: 2_166_897 }]);
    const others = `<A class=x HREF='./b%20c.h5'>b</A><a href=d.h5>d</a>`;
    expect(parseListing(others).map(({ name }) => name)).toEqual(['b c.h5', 'd.h5']);
  });

  test.each([
    'https://evil.example/a.gz',
    '//evil.example/a.gz',
    '/sort_by_project/a.gz',
    '../a.gz',
    '..',
    './',
    '.',
    '',
    '%2e%2e/',
    'a/b.gz',
    'a%2Fb.gz',
    'a%5Cb.gz',
    'a%00.gz',
    '%zz',
    '?C=N;O=D',
    'a.gz?download',
    '#top',
    'javascript:alert(1)',
    'mailto:a@b',
  ])('a link to %s is none of the folder', (href) => {
    expect(parseListing(`<a href="${href}">x</a> 10-Mar-2014 06:05  2.0M`)).toEqual([]);
  });

  test("the archive's home page has no minute files", () => {
    const home = `<!doctype html><html><body><a href="/">Home</a> <a href="about_datasets">About</a></body></html>`;
    expect(parseListing(home)).toEqual([{ name: 'about_datasets', isFolder: false, bytes: null }]);
  });

  test('a size is never taken from a name', () => {
    expect(parseListing('<a href="x.gz">2014-03-10 06:05 9999999</a> no size')).toEqual([
      { name: 'x.gz', isFolder: false, bytes: null },
    ]);
  });

  test('junk neither throws nor yields a name that leads out of the folder', () => {
    const fragment = fc.oneof(
      fc.string({ maxLength: 20 }),
      fc.constantFrom(
        '<a ',
        '<a href="',
        '"',
        "'",
        '>',
        '</a>',
        '../',
        '%',
        '%2F',
        '/',
        '10-Mar-2014 06:05  2.0M',
        ' href=',
      ),
    );
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 60 }), (parts) => {
        for (const { name, bytes } of parseListing(parts.join(''))) {
          expect(name).not.toMatch(/[/\\]|^\.{0,2}$/);
          expect(bytes === null || Number.isSafeInteger(bytes)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
    expect(parseListing('')).toEqual([]);
  });

  test('names survive the way through a page', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zA-Z0-9_+ &.-]{1,30}$/), fc.boolean(), (name, isFolder) => {
        fc.pre(name !== '.' && name !== '..');
        const html = `<a href="${encodeURIComponent(name)}${isFolder ? '/' : ''}">x</a>`;
        expect(parseListing(html)).toEqual([{ name, isFolder, bytes: null }]);
      }),
    );
  });

  test('hostile pages take no time', () => {
    const begun = process.cpuUsage();
    parseListing('<a '.repeat(300_000));
    parseListing('<a href="x">'.repeat(100_000));
    parseListing(`<a href="${' '.repeat(1_000_000)}`);
    parseListing(`<a href="x">x</a>${'10-Mar-2014 06:05 '.repeat(50_000)}`);
    // The processor's time, since the clock on the wall also counts what others do meanwhile.
    expect(process.cpuUsage(begun).user / 1000).toBeLessThan(3000);
  });
});
