using System.Globalization;

namespace ActorPbx.Fuzz;

/// <summary>What the fuzzer was asked to do.</summary>
/// <param name="Seed">Where chance begins; the same seed makes the same inputs.</param>
/// <param name="Target">Which reader; "all" for each in turn.</param>
/// <param name="Time">How long, for all targets together.</param>
/// <param name="Inputs">How many of each target at most, however much time is left.</param>
/// <param name="Case">One input alone, by its number; null for as many as there is time for.</param>
/// <param name="Folder">Where inputs are kept that break a promise.</param>
internal sealed record FuzzOptions(ulong Seed, string Target, TimeSpan Time, long Inputs, long? Case, string Folder)
{
    public const string Usage = "usage: ActorPbx.Fuzz [--seed N] [--target sip|sdp|rtp|stun|hocon|all] [--seconds S] [--inputs N] [--case N] [--folder DIRECTORY]";

    /// <summary>Null when the arguments are wrong.</summary>
    public static FuzzOptions? Parse(string[] arguments)
    {
        var options = new FuzzOptions((ulong)DateTimeOffset.UtcNow.Ticks, "all", TimeSpan.FromSeconds(60), long.MaxValue, null, "fuzz-failures");
        for (var i = 0; i < arguments.Length; i += 2)
        {
            if (i + 1 == arguments.Length || options.With(arguments[i], arguments[i + 1]) is not { } next)
            {
                return null;
            }

            options = next;
        }

        return options;
    }

    private FuzzOptions? With(string name, string value) => name switch
    {
        "--seed" when ulong.TryParse(value, CultureInfo.InvariantCulture, out var seed) => this with { Seed = seed },
        "--target" => this with { Target = value },
        "--seconds" when double.TryParse(value, CultureInfo.InvariantCulture, out var seconds) && seconds > 0 => this with { Time = TimeSpan.FromSeconds(seconds) },
        "--inputs" when long.TryParse(value, CultureInfo.InvariantCulture, out var inputs) && inputs > 0 => this with { Inputs = inputs },
        "--case" when long.TryParse(value, CultureInfo.InvariantCulture, out var number) => this with { Case = number },
        "--folder" => this with { Folder = value },
        _ => null,
    };
}
