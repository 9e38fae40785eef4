using ActorPbx.Pbx.Settings;

namespace ActorPbx.Node.Settings.Checks;

/// <summary>What must hold for sip.protection.</summary>
internal sealed class ProtectionCheck(ConfigurationTree tree, ProtectionSettings settings)
{
    private const string Section = "sip.protection";
    private const double LargestRate = 10_000_000;

    private readonly List<ConfigurationProblem> _problems = [];

    public IReadOnlyList<ConfigurationProblem> Problems()
    {
        CheckRate(settings.StrangerRate, settings.StrangerBurst, "stranger");
        CheckRate(settings.StrangersRate, settings.StrangersBurst, "strangers");
        CheckRate(settings.KnownRate, settings.KnownBurst, "known");
        Require(settings.FreeGuesses is >= 0 and <= 1000, "free-guesses", "must be from 0 to 1000.");
        Require(settings.FirstDelay >= TimeSpan.Zero, "first-delay", "must not be negative.");
        Require(settings.LongestDelay >= settings.FirstDelay, "longest-delay", "must not be below first-delay.");
        // A source's accounts are told apart by 64 bits, of which about 40 are in use after 64 accounts.
        Require(settings.BanAfterAccounts is >= 0 and <= 40, "ban-after-accounts", "must be from 0 to 40.");
        Require(settings.BanAfterGuesses >= 0, "ban-after-guesses", "must not be negative.");
        Require(settings.BanTime > TimeSpan.Zero, "ban-time", "must be longer than nothing.");
        Require(settings.LongestBan >= settings.BanTime, "longest-ban", "must not be below ban-time.");
        Require(settings.MaxBans is >= 0 and <= 1_000_000, "max-bans", "must be from 0 to 1000000.");
        Require(settings.MaxUnanswered >= 0, "max-unanswered", "must not be negative; 0 is any number.");
        return _problems;
    }

    private void CheckRate(double rate, int burst, string whose)
    {
        Require(rate is >= 0 and <= LargestRate, $"{whose}-rate", $"must be from 0 to {LargestRate:0}; 0 is no limit.");
        Require(rate <= 0 || burst >= 1, $"{whose}-burst", "must be at least 1.");
    }

    private void Require(bool holds, string key, string message)
    {
        if (!holds)
        {
            _problems.Add(tree.Problem($"{Section}.{key}", message));
        }
    }
}
