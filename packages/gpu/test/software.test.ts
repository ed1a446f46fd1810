import { isSoftware } from '@mcover/gpu';
import { expect, it } from 'vitest';

/** Names as drivers tell them. */
it.each([
  'ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)',
  'llvmpipe (LLVM 15.0.6, 256 bits)',
  'lavapipe',
  'google, swiftshader',
  'Microsoft Basic Render Driver',
  'Mesa OffScreen',
  'softpipe',
  'Google SwiftShader',
  'ANGLE (Microsoft, Microsoft Basic Render Driver (0x0000008C) Direct3D11 vs_5_0 ps_5_0, D3D11)',
  // headless-gl on llvmpipe, and on everything else.
  'ANGLE',
  '',
])('%s is not taken for a GPU', (name) => expect(isSoftware(name)).toBe(true));

it.each([
  'ANGLE (NVIDIA, NVIDIA GeForce RTX 3080 Direct3D11 vs_5_0 ps_5_0, D3D11)',
  'NVIDIA H200',
  'Apple M2 Pro',
  'apple, metal-3',
  'AMD Radeon RX 6800 (radeonsi, navi21, LLVM 15.0.7, DRM 3.49, 6.1.0)',
  'Mesa Intel(R) UHD Graphics 630 (CFL GT2)',
  'Adreno (TM) 650',
])('%s is a GPU', (name) => expect(isSoftware(name)).toBe(false));
