using System.Buffers.Binary;

namespace ActorPbx.EndToEnd.Tests.Harness;

/// <summary>Sounds with one frequency, and the ear that tells which one it hears (Goertzel's algorithm).</summary>
public static class Tone
{
    private const int SamplesPerSecond = 8000;
    private const int HeaderBytes = 44;

    /// <summary>A WAVE file: 16 bit, mono, 8 kHz.</summary>
    public static byte[] Wave(int hertz, TimeSpan length)
    {
        var samples = (int)(length.TotalSeconds * SamplesPerSecond);
        var wave = new byte[HeaderBytes + (samples * 2)];
        "RIFF"u8.CopyTo(wave);
        BinaryPrimitives.WriteInt32LittleEndian(wave.AsSpan(4), wave.Length - 8);
        "WAVEfmt "u8.CopyTo(wave.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(wave.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(wave.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(wave.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(wave.AsSpan(24), SamplesPerSecond);
        BinaryPrimitives.WriteInt32LittleEndian(wave.AsSpan(28), SamplesPerSecond * 2);
        BinaryPrimitives.WriteInt16LittleEndian(wave.AsSpan(32), 2);
        BinaryPrimitives.WriteInt16LittleEndian(wave.AsSpan(34), 16);
        "data"u8.CopyTo(wave.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(wave.AsSpan(40), samples * 2);
        for (var i = 0; i < samples; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(wave.AsSpan(HeaderBytes + (i * 2)), (short)(12000 * Math.Sin(2 * Math.PI * hertz * i / SamplesPerSecond)));
        }

        return wave;
    }

    /// <summary>The tone with most energy in the second half of a recording, and its share of all energy there: near 1 for a clean tone.</summary>
    public static (int Hertz, double Share) Loudest(byte[] wave, params int[] tones)
    {
        var sound = wave.AsSpan(HeaderBytes)[((wave.Length - HeaderBytes) / 4 * 2)..];
        double energy = 0;
        for (var i = 0; i + 1 < sound.Length; i += 2)
        {
            double sample = BinaryPrimitives.ReadInt16LittleEndian(sound[i..]);
            energy += sample * sample;
        }

        var best = (Hertz: 0, Power: 0.0);
        foreach (var hertz in tones)
        {
            var power = Power(sound, hertz);
            if (power > best.Power) best = (hertz, power);
        }

        // A sine of N samples with energy E has |X|² = E·N/2.
        return (best.Hertz, energy == 0 ? 0 : best.Power / (energy * (sound.Length / 2) / 2));
    }

    private static double Power(ReadOnlySpan<byte> sound, int hertz)
    {
        double coefficient = 2 * Math.Cos(2 * Math.PI * hertz / SamplesPerSecond), last = 0, before = 0;
        for (var i = 0; i + 1 < sound.Length; i += 2)
        {
            (before, last) = (last, BinaryPrimitives.ReadInt16LittleEndian(sound[i..]) + (coefficient * last) - before);
        }

        return (last * last) + (before * before) - (coefficient * last * before);
    }
}
