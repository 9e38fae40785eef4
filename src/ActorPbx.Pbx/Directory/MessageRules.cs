using ActorPbx.Domain.Messages;
using ActorPbx.Pbx.Settings;

namespace ActorPbx.Pbx.Directory;

/// <summary>Makes the rules of a domain's messages from settings.</summary>
internal static class MessageRules
{
    /// <summary>The rules; what is wrong with them is added to the faults.</summary>
    public static MessagePolicy Of(MessageSettings settings, string path, List<DirectoryFault> faults)
    {
        if (settings.MaxPerNumber < 0 || settings.MaxBytes < 0)
        {
            faults.Add(new DirectoryFault($"{path}.max-per-number", "bounds of messages cannot be negative; 0 means none at all."));
        }

        if (settings.Keep < TimeSpan.FromMinutes(1))
        {
            faults.Add(new DirectoryFault($"{path}.keep", "must be at least a minute."));
        }

        return new MessagePolicy(settings.MaxPerNumber, settings.MaxBytes, settings.Keep);
    }
}
