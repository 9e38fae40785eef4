using System.Globalization;
using ActorPbx.Node.Control;
using Spectre.Console;

namespace ActorPbx.Node.Cli.Output;

/// <summary>A form in which call records are printed.</summary>
internal interface ICallRecordPrinter
{
    /// <summary>Takes the next record.</summary>
    void Add(CallRecordRow record);

    /// <summary>No record follows.</summary>
    void End();
}

/// <summary>A JSON array, or one object a line when it has no end.</summary>
internal sealed class CallRecordJson(CliOutput output, bool oneByOne) : ICallRecordPrinter
{
    private bool _any;

    public void Add(CallRecordRow record)
    {
        if (!oneByOne)
        {
            output.Text.Write(_any ? "," : "[");
        }

        _any = true;
        output.WriteJson(record, CliJson.Default.CallRecordRow);
    }

    public void End()
    {
        if (!oneByOne)
        {
            output.Text.WriteLine(_any ? "]" : "[]");
        }
    }
}

/// <summary>A table; when followed, lines of fixed columns, since nobody knows how wide later ones will be.</summary>
internal sealed class CallRecordTable(IAnsiConsole console, bool oneByOne) : ICallRecordPrinter
{
    private readonly Table _table = Columns.Of("STARTED", "SIDE", "FROM", "TO", ">TALKED", "OUTCOME", ">CAUSE", "ENDED BY", "CALL");
    private bool _any;

    public void Add(CallRecordRow record)
    {
        _any = true;
        var cells = Cells(record);
        if (oneByOne)
        {
            console.WriteLine(Columns.Printable($"{cells[0]}  {cells[1]}  {cells[2],-8}  {cells[3],-8}  {cells[4],8}  {cells[5],-12}  {cells[6],5}  {cells[7],-8}  {cells[8]}"));
        }
        else
        {
            _table.Add(cells);
        }
    }

    public void End()
    {
        if (!oneByOne && _any)
        {
            console.Write(_table);
        }
        else if (!_any)
        {
            console.WriteLine("There are no call records.");
        }
    }

    private static string[] Cells(CallRecordRow record) =>
    [
        DurationText.Local(record.StartedAt), record.Side, record.Caller, record.Called,
        DurationText.Clock(record.DurationSeconds), record.Outcome, record.Cause.ToString(CultureInfo.InvariantCulture), record.ReleasedBy, record.Call,
    ];
}
