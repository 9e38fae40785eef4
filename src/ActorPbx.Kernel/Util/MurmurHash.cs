using System.Collections;
using System.Numerics;

namespace ActorPbx.Kernel.Util;

/// <summary>A 32-bit hash of strings, arrays and sets whose values stay the same from process to process and from version to version.</summary>
public static class MurmurHash
{
    /// <summary>Where the first stream of multipliers begins.</summary>
    public const uint StartMagicA = 0x95543787;

    /// <summary>Where the second stream of multipliers begins.</summary>
    public const uint StartMagicB = 0x2ad7eb25;

    private const uint StringSeed = 0x331df49;
    private const uint ArraySeed = 0x3c074a61;

    /// <summary>A hash of nothing yet.</summary>
    public static uint StartHash(uint seed) => seed ^ 0x971e137b;

    /// <summary>The next multiplier of the first stream.</summary>
    public static uint NextMagicA(uint magicA) => unchecked(magicA * 5 + 0x7b7d159c);

    /// <summary>The next multiplier of the second stream.</summary>
    public static uint NextMagicB(uint magicB) => unchecked(magicB * 5 + 0x6bce6396);

    /// <summary>The hash with one more value in it.</summary>
    public static uint ExtendHash(uint hash, uint value, uint magicA, uint magicB) =>
        unchecked((hash ^ (BitOperations.RotateLeft(value * magicA, 11) * magicB)) * 3 + 0x52dce729);

    /// <summary>The hash, mixed once more when all values are in it.</summary>
    public static uint FinalizeHash(uint hash)
    {
        unchecked
        {
            hash = (hash ^ (hash >> 16)) * 0x85ebca6b;
            hash = (hash ^ (hash >> 13)) * 0xc2b2ae35;
            return hash ^ (hash >> 16);
        }
    }

    /// <summary>The hash of bytes.</summary>
    public static int ByteHash(byte[] b) => ArrayHash(b);

    /// <summary>The hash of the elements' hash codes, in their order.</summary>
    public static int ArrayHash<T>(T[] a)
    {
        var run = new Run(StartHash(unchecked((uint)a.Length * ArraySeed)));
        foreach (T each in a)
        {
            run.Add((uint)each!.GetHashCode());
        }

        return run.End();
    }

    /// <summary>The hash of a text, two of its characters at a time.</summary>
    public static int StringHash(string s)
    {
        var run = new Run(StartHash(unchecked((uint)s.Length * StringSeed)));
        int at = 0;
        for (; at + 1 < s.Length; at += 2)
        {
            run.Add(unchecked((uint)((s[at] << 16) + s[at + 1])));
        }

        if (at < s.Length)
        {
            run.Add(s[at]);
        }

        return run.End();
    }

    /// <summary>The hash of elements whose order does not matter.</summary>
    public static int SymmetricHash<T>(IEnumerable<T> xs, uint seed)
    {
        uint sum = 0, parity = 0, product = 1, count = 0;
        foreach (T each in xs)
        {
            uint hash = (uint)each!.GetHashCode();
            unchecked
            {
                sum += hash;
                parity ^= hash;
                product *= hash == 0 ? 1 : hash;
                count++;
            }
        }

        // The first multiplier of each stream is left out here.
        var run = new Run(StartHash(unchecked(seed * count)), NextMagicA(StartMagicA), NextMagicB(StartMagicB));
        run.Add(sum);
        run.Add(parity);
        run.Add(product);
        return run.End();
    }

    private struct Run(uint hash, uint magicA = StartMagicA, uint magicB = StartMagicB)
    {
        public void Add(uint value)
        {
            hash = ExtendHash(hash, value, magicA, magicB);
            magicA = NextMagicA(magicA);
            magicB = NextMagicB(magicB);
        }

        public readonly int End() => unchecked((int)FinalizeHash(hash));
    }
}

/// <summary>Bits as bytes.</summary>
public static class BitArrayHelpers
{
    /// <summary>The one byte of eight bits, the lowest first.</summary>
    /// <exception cref="ArgumentException">There are not eight.</exception>
    public static byte[] ToBytes(this BitArray arr)
    {
        if (arr.Count != 8)
        {
            throw new ArgumentException("Not enough bits to make a byte!", nameof(arr));
        }

        var bytes = new byte[1];
        arr.CopyTo(bytes, 0);
        return bytes;
    }
}
