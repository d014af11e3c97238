using Gleaner.Client;

using var interruption = Interruption.OfProcess();
return await CommandLine.Run(args, CommandContext.OfProcess(interruption));
