using System.Collections.Immutable;
using System.Globalization;
using ActorPbx.Node.Control;
using Spectre.Console;

namespace ActorPbx.Node.Cli.Output;

/// <summary>Extensions for people.</summary>
internal static class ExtensionsText
{
    public static void WriteList(ImmutableArray<ExtensionRow> extensions, IAnsiConsole console)
    {
        if (extensions.IsEmpty)
        {
            console.WriteLine("There are no extensions.");
            return;
        }

        var table = Columns.Of("DOMAIN", "NUMBER", "NAME", ">CALLS", ">MAX", "DEVICES");
        foreach (var extension in extensions)
        {
            var devices = string.Join(", ", extension.Devices.Select(d => $"{d.Transport} {d.Source}"));
            devices = Place(extension) is { Length: > 0 } place ? $"{devices} ({place})".TrimStart() : devices.Length == 0 ? "-" : devices;
            table.Add(extension.Domain, extension.Number, extension.DisplayName, Number(extension.Calls), Number(extension.MaxCalls), devices);
        }

        console.Write(table);
    }

    public static void WriteDetails(ImmutableArray<ExtensionRow> extensions, IAnsiConsole console)
    {
        foreach (var extension in extensions)
        {
            var name = extension.DisplayName.Length == 0 ? "" : $" ({Columns.Printable(extension.DisplayName)})";
            var state = (extension.Registered ? "registered" : "not registered") + (Place(extension) is { Length: > 0 } place ? $", {place}" : "");
            console.WriteLine($"{extension.Number}@{extension.Domain}{name}: {state}, {extension.Calls} of at most {extension.MaxCalls} calls");
            WriteDevices(extension, console);
        }
    }

    // A guest is from somewhere, a number of ours may be elsewhere.
    private static string Place(ExtensionRow extension) =>
        extension.Home.Length > 0 ? $"guest from {extension.Home}" : extension.At.Length > 0 ? $"rings at {extension.At}" : "";

    private static void WriteDevices(ExtensionRow extension, IAnsiConsole console)
    {
        if (extension.Devices.IsEmpty)
        {
            return;
        }

        var table = Columns.Of("CONTACT", "SEEN AT", "UNTIL", "SINCE", "DEVICE");
        foreach (var device in extension.Devices)
        {
            table.Add(
                device.Contact, $"{device.Transport} {device.Source}", DurationText.Local(device.ExpiresAt), DurationText.Local(device.RegisteredAt), device.UserAgent);
        }

        console.Write(table);
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
