using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ActorPbx.Sip.Transactions;

/// <summary>
/// SipHash-1-3 under a secret of this process: transactions and sources are looked up by 64 bits instead of by strings, and no peer can make two of them meet.
/// </summary>
public static class SipHash
{
    private static readonly ulong Key0 = Secret();
    private static readonly ulong Key1 = Secret();

    /// <summary>Hashes the text; <paramref name="chained"/> is the hash of what came before it.</summary>
    public static ulong Of(ReadOnlySpan<char> text, ulong chained = 0) => Of(MemoryMarshal.AsBytes(text), chained);

    /// <summary>Hashes a number after what came before it.</summary>
    public static ulong Of(ulong number, ulong chained)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, number);
        return Of(bytes, chained);
    }

    /// <summary>Hashes bytes.</summary>
    public static ulong Of(ReadOnlySpan<byte> data, ulong chained = 0)
    {
        ulong key0 = Key0 ^ chained;
        var state = new State(key0, Key1);
        ulong last = (ulong)data.Length << 56;
        while (data.Length >= sizeof(ulong))
        {
            state.Take(BinaryPrimitives.ReadUInt64LittleEndian(data));
            data = data[sizeof(ulong)..];
        }

        for (int i = 0; i < data.Length; i++) last |= (ulong)data[i] << (8 * i);
        state.Take(last);
        return state.Finish();
    }

    private static ulong Secret() => BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    private struct State(ulong key0, ulong key1)
    {
        private ulong _v0 = key0 ^ 0x736f6d6570736575;
        private ulong _v1 = key1 ^ 0x646f72616e646f6d;
        private ulong _v2 = key0 ^ 0x6c7967656e657261;
        private ulong _v3 = key1 ^ 0x7465646279746573;

        public void Take(ulong word)
        {
            _v3 ^= word;
            Round();
            _v0 ^= word;
        }

        public ulong Finish()
        {
            _v2 ^= 0xff;
            Round();
            Round();
            Round();
            return _v0 ^ _v1 ^ _v2 ^ _v3;
        }

        private void Round()
        {
            _v0 += _v1;
            _v1 = BitOperations.RotateLeft(_v1, 13) ^ _v0;
            _v0 = BitOperations.RotateLeft(_v0, 32);
            _v2 += _v3;
            _v3 = BitOperations.RotateLeft(_v3, 16) ^ _v2;
            _v0 += _v3;
            _v3 = BitOperations.RotateLeft(_v3, 21) ^ _v0;
            _v2 += _v1;
            _v1 = BitOperations.RotateLeft(_v1, 17) ^ _v2;
            _v2 = BitOperations.RotateLeft(_v2, 32);
        }
    }
}
