import type { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { authOptions } from '@/app/_http/auth';
import { isSmall } from '@/app/_http/small-form';

type Context = { params: Promise<{ nextauth: string[] }> };

function handle(request: NextRequest, context: Context): Promise<Response> {
  return NextAuth(request, context, authOptions());
}

/** It would hold whatever anybody sends in memory whole. */
export async function POST(request: NextRequest, context: Context): Promise<Response> {
  return isSmall(request) ? handle(request, context) : new Response(null, { status: 413 });
}

export { handle as GET };
