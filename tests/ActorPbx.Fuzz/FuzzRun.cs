using System.Diagnostics;
using ActorPbx.Fuzz.Mutation;
using ActorPbx.Fuzz.Targets;

namespace ActorPbx.Fuzz;

/// <summary>One target for a while: input after input, each held to the target's promises and to bounds of time and memory.</summary>
internal sealed class FuzzRun(IFuzzTarget target, FuzzOptions options)
{
    // An input of 200 KB may cost as much; one of a few bytes far less. Machines that share their cores stall now and then, so time is asked for twice.
    private const long FreeBytes = 4 << 20;
    private const long BytesPerByte = 600;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    /// <summary>How many inputs were tried.</summary>
    public long Cases { get; private set; }

    /// <summary>Tries inputs until the time is over or there were enough; false when one of them broke a promise.</summary>
    public bool Go(TimeSpan time)
    {
        if (options.Case is { } only)
        {
            return Try(only);
        }

        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < time && Cases < options.Inputs)
        {
            if (!Try(Cases++))
            {
                return false;
            }
        }

        return true;
    }

    private bool Try(long number)
    {
        var input = target.Make(Dice.Of(options.Seed, target.Name, number));
        try
        {
            var (took, allocated) = Measure(input);
            if (took > s_patience)
            {
                (took, allocated) = Measure(input);
            }

            BrokenPromiseException.Unless(took <= s_patience, $"{input.Length} bytes took {took.TotalSeconds:0.0} s");
            BrokenPromiseException.Unless(allocated <= FreeBytes + (BytesPerByte * input.Length), $"{input.Length} bytes allocated {allocated}");
            return true;
        }
        catch (Exception fault)
        {
            Report(number, input, fault);
            return false;
        }
    }

    private (TimeSpan Took, long Allocated) Measure(byte[] input)
    {
        var (before, begun) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
        target.Check(input);
        return (Stopwatch.GetElapsedTime(begun), GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private void Report(long number, byte[] input, Exception fault)
    {
        Directory.CreateDirectory(options.Folder);
        var file = Path.Combine(options.Folder, $"{target.Name}-{options.Seed}-{number}.bin");
        File.WriteAllBytes(file, input);
        Console.Error.WriteLine($"{target.Name}: {fault.GetType().Name}: {fault.Message}");
        Console.Error.WriteLine(fault is BrokenPromiseException ? "" : fault.StackTrace);
        Console.Error.WriteLine($"{target.Name}: the input is in {file}; again: scripts/fuzz --target {target.Name} --seed {options.Seed} --case {number}");
    }
}
